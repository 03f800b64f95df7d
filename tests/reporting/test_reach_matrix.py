"""Every URL and every API operation × role × own / parent / sibling / former / recipient's / foreign unit."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker

from indicators.actions.add_document import add_document
from indicators.actions.define_calendar import define_calendar, drawn_calendar
from indicators.actions.keep_dimension import keep_dimension
from indicators.actions.seed_holidays import seed_holidays
from indicators.definitions import Category, Definition, Dimension
from indicators.layout import Enclosure
from indicators.models import Assignment, Calendar, DeadlineRule, Indicator, Regime
from indicators.periods import twelve_months
from reporting.api import api
from submissions.actions.accept import accept
from submissions.actions.change_indicator import change_indicator
from submissions.actions.define_indicator import define_indicator
from submissions.actions.enclose import enclose
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.open_rounds import open_round
from submissions.actions.reorganise_units import reorganise_units
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.models import Batch, Delegation, Handover, HistoryLoad, Submission, Upload
from submissions.originals import keep_original
from tests.indicators.recognition.making import kept_draft
from tests.reporting.matrix import API, EVERYBODY, PAGES, PUBLIC_OPERATIONS, PUBLIC_PAGES, Row
from tests.submissions.documents import PDF
from tests.submissions.factories import AT, World, build_world
from units.actions.create_group import create_group
from units.models import EndedRole, Membership
from units.reorganisations.plan import Kind, Plan

APRIL_2025 = datetime(2025, 4, 1, 2, 0, tzinfo=UTC)


def test_every_page_is_in_the_matrix() -> None:
    assert set(_page_names(get_resolver().url_patterns)) == set(PAGES) | PUBLIC_PAGES


def test_every_operation_of_the_api_is_in_the_matrix() -> None:
    assert set(_operations()) == set(API) | PUBLIC_OPERATIONS


def _page_names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "api":
                yield from _page_names(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def _operations() -> Iterator[str]:
    for path, methods in api.get_openapi_schema(path_prefix="").get("paths", {}).items():
        for method in methods:
            yield f"{method.upper()} {path}"
    yield from PUBLIC_OPERATIONS


@pytest.fixture(scope="module")
def world(database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Built once for all rows of the table: what a request does is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world(enclosures=(Enclosure("e1", "Danh sách có chữ ký"),))
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def things(world: World) -> dict[str, object]:
    cast = world.cast
    open_round(template=world.template, period_code="2025-3M", by=None, at=APRIL_2025)
    abroad = Regime.objects.create(
        code="X", name="Chế độ của nơi khác", owner=cast.foreign_department,
        calendar=Calendar.objects.get(code="year"), frequency="cumulative_quarter", starts_on=AT.date(),
    )  # fmt: skip
    DeadlineRule.objects.create(regime=abroad)
    template = world.template.__class__.objects.create(code="X/01", name="Biểu nơi khác", regime=abroad)
    version = world.round.version
    version.pk, version.template, version._state.adding = None, template, True
    version.save()
    open_round(template=template, period_code="2026-9M", by=None, at=AT)

    drawn = drawn_calendar(code="thang20", rows=twelve_months(first_day=21), named_after="year")
    define_calendar(drawn=drawn, name="Chốt ngày 20", owner=cast.department, by=None, at=AT)
    days_off = seed_holidays(years=[2026], by=None, at=AT)
    assert days_off is not None

    create_group(name="Ven biển", by=None, at=AT)
    own, foreign = (
        define_indicator(
            code=code, definition=Definition(code, "nguoi"), owner=owner, by=None, at=AT
        )
        for code, owner in (("RIENG", cast.department), ("NGOAI", cast.foreign_department))
    )  # fmt: skip
    changed = change_indicator(
        indicator=Indicator.objects.get(code="T.r1"), definition=Definition("Khác", "nguoi"), by=None, at=AT
    )
    keep_dimension(code="gioi-tinh", dimension=Dimension("Giới tính", {"nu": Category("Nữ")}), by=None, at=AT)

    def duty(unit: object, period: str) -> int:
        return Assignment.objects.get(subject=unit, round__period_code=period).pk

    return {
        "regime": world.regime.pk,
        "indicator": own.pk,
        "foreign_indicator": foreign.pk,
        "changed": changed.pk,
        "asked": "template=T/01&period=2026-9M",
        "own": world.submission.assignment_id,
        "report": world.submission.pk,
        "upload": _upload(world),
        "enclosure": _enclosure(world),
        "batch": Batch.objects.create(made_by=cast.lan, key="k", made_at=AT, beat_at=AT, parts=1).pk,
        "delegation": Delegation.objects.create(
            unit=cast.dong_hung,
            user=cast.lan,
            capacity="KT",
            valid_from=AT.date(),
            valid_to=AT.date(),
            made_by=cast.minh,
            made_at=AT,
        ).pk,
        "lan": cast.lan.pk,
        "membership": Membership.objects.get(user=cast.lan).pk,
        "ended": EndedRole.objects.create(
            user=cast.lan, unit=cast.tien_lu, role="clerk", valid_from=AT.date(), ended_at=AT
        ).pk,
        "handover": Handover.objects.create(
            leaver=cast.lan,
            successor=cast.son,
            done='{"ended": {}, "given": []}',
            done_by=cast.quan,
            done_at=AT,
            last_day=AT.date(),
        ).pk,
        "former": duty(cast.dong_hung_town, "2025-3M"),
        "foreign": duty(cast.kien_an, "2026-9M"),
        "revision": _accepted_revision(world),
        "reorganisation": reorganise_units(
            plan=Plan(Kind.RENAME, AT.date(), (cast.hai_phong.pk,), name="Hải Phòng mới"),
            by=cast.fresh("quan"),
            at=AT,
        ).pk,
        "round": world.round.pk,
        "history": _history(world),
        "foreign_regime": abroad.pk,
        "document": _document(world),
        "template": world.template.pk,
        "draft": kept_draft(cast.department, by=cast.nga, at=AT).pk,
        "dong_hung": cast.dong_hung.pk,
        "province": cast.province.pk,
        "kien_an": cast.kien_an.pk,
        "days_off": days_off.pk,
        "dong_hung_code": cast.dong_hung.codes.get().code,
    }


def _history(world: World) -> int:
    version = world.template.versions.get()
    return HistoryLoad.objects.create(
        template=world.template, version=version, period_code="2025-9M", file_name="a.xlsx", sha256="0",
        rows="[]", loaded_at=AT, loaded_by=world.cast.fresh("nga"),
    ).pk  # fmt: skip


def _document(world: World) -> int:
    content = b"%PDF-1.7 quyet dinh %%EOF"
    regime = world.template.regime
    return add_document(regime=regime, name="qd.pdf", content=content, by=world.cast.fresh("nga"), at=AT).pk


def _upload(world: World) -> int:
    """A file in the draft of xã Đông Hưng."""
    return Upload.objects.create(
        submission=world.submission, original=keep_original(b"TT;1\n"), file_name="a.csv", sha256="0" * 64,
        size=5, version=99, form_id=world.round.version_id, changed=0, uploaded_at=AT,
        before='{"cells":{},"texts":{},"nothing_to_report":false}', uploaded_by=world.cast.lan,
    ).pk  # fmt: skip


def _enclosure(world: World) -> int:
    """A document with the draft of xã Đông Hưng."""
    return enclose(
        submission=world.submission, key="e1", content=PDF, file_name="a.pdf", by=world.cast.lan, at=AT
    ).pk


def _accepted_revision(world: World) -> int:
    cast = world.cast
    earlier = open_round(template=world.template, period_code="2026-6M", by=None, at=AT)
    submission = Submission.objects.get(assignment__round=earlier, assignment__subject=cast.dong_hung)
    submission = nothing_to_report(submission=submission, by=cast.lan, at=AT)
    submission = sign_and_submit(submission=submission, by=cast.minh, at=AT)
    submission = accept(submission=submission, by=cast.hoa, at=AT)
    assert submission.accepted_id is not None
    return submission.accepted_id


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_lets_in_who_may_and_nobody_else(world: World, things: dict[str, object], name: str) -> None:
    for row in PAGES[name]:
        _walk(world, row, row.path.format(**things), stranger=302)


@pytest.mark.parametrize("name", sorted(API))
def test_an_operation_lets_in_who_may_and_nobody_else(
    world: World, things: dict[str, object], name: str
) -> None:
    for row in API[name]:
        _walk(world, row, "/api/v1" + row.path.format(**things), stranger=401)


def _walk(world: World, row: Row, path: str, *, stranger: int) -> None:
    for person in [None, *sorted(EVERYBODY)]:
        with transaction.atomic():
            status = _ask(world, row, path, person)
            transaction.set_rollback(True)
        if person is None:
            assert status == stranger, f"nobody: {path}"
        elif person in row.may:
            assert status in (200, 302, 409, 422), f"{person} may: {row.method} {path} said {status}"
        else:
            expected = 403 if person in row.sees else 404
            assert status == expected, f"{person}: {row.method} {path} said {status}, not {expected}"


def _ask(world: World, row: Row, path: str, person: str | None) -> int:
    client = Client()
    if person is not None:
        client.force_login(world.cast.fresh(person))
    if row.has_file:
        data = {"file": SimpleUploadedFile("bao-cao.xlsx", b"not a workbook")}
        return client.post(path, data).status_code
    headers = {"If-Match": '"0"'}
    if row.method == "GET":
        return client.get(path).status_code
    return client.generic(
        row.method, path, json.dumps(row.body), "application/json", headers=headers
    ).status_code
