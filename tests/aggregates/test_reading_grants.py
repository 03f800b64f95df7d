"""An owner lets another agency read the figures of an indicator: that one's totals, and nothing beside."""

import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from aggregates.actions.refresh_totals import refresh_totals
from indicators.actions.grant_reading import grant_reading, revoke_reading
from indicators.models import Indicator, ReadingGrant
from submissions.models import Revision
from tests.aggregates.world import AT, World, build_world
from tests.support.kept_worlds import kept
from units.actions.create_token import create_token
from units.actions.create_unit import create_unit
from units.actions.create_user import create_user
from units.actions.grant_membership import grant_membership
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.models import Event, Role, Unit, User

pytestmark = pytest.mark.django_db
WHY = "Lập dự toán năm 2027"
ASKED = {"template": "4/BCH", "period": "2026-6M"}


@pytest.fixture
@kept
def world() -> World:
    world = build_world(kinds=("sum", "sum"))
    world.accept(world.cast.dong_hung, "2026-6M", "7351", "9624")
    world.accept(world.cast.tien_lu, "2026-6M", "1000", "2000")
    refresh_totals(at=AT)
    return world


@pytest.fixture
def finance(world: World) -> Unit:
    return create_unit(
        code="H33.05", name="Sở Tài chính", kind="so", parent=world.cast.province,
        begins=date(2026, 1, 1),
        by=None, at=AT,
    )  # fmt: skip


@pytest.fixture
def phuc(finance: Unit) -> User:
    user = create_user(username="phuc", full_name="Phạm Văn Phúc", password="demo-2026", by=None, at=AT)
    grant_membership(user=user, unit=finance, role=Role.OFFICER, from_=date(2026, 1, 1), by=None, at=AT)
    return user


@pytest.fixture
def mine(world: World) -> Indicator:
    return world.points[0].indicator


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk), backend="units.backends.PasswordBackend")
    return client


def let_read(world: World, mine: Indicator, finance: Unit) -> ReadingGrant:
    return grant_reading(indicator=mine, reader=finance, reason=WHY, by=world.cast.nga, at=AT)


def every_way(world: World, indicator: str) -> list[tuple[str, dict[str, str]]]:
    """Addresses at which figures of an indicator could come out."""
    asked = ASKED | {"unit": "33"}
    shared = asked | {"shared": indicator}
    pages: list[tuple[str, dict[str, str]]] = []
    for given in (asked, shared):
        pages += [
            ("/tong-hop/", given),
            ("/tong-hop/", given | {"format": "xlsx"}),
            ("/tong-hop/", given | {"basis": "provisional"}),
            ("/tong-hop/", given | {"known_on": "2026-11-30"}),
            ("/tong-hop/nguon/", given | {"cell": "t1/r1:c1"}),
            ("/api/v1/totals", given),
            ("/api/v1/totals/sources", given | {"cell": "t1/r1:c1"}),
            ("/api/v1/comparisons", given),
            ("/api/v1/ranks", given | {"cell": "t1/r1:c1"}),
        ]
    revision = Revision.objects.order_by("pk").first()
    assert revision is not None
    return [
        *pages,
        (f"/tong-hop/nguon/{revision.pk}/", {}),
        (f"/bao-cao/{revision.submission.assignment_id}/", {}),
        (f"/duyet-so-lieu/{revision.submission_id}/", {}),
        (f"/dot-bao-cao/{world.rounds['2026-6M'].pk}/truc-tiep/", {}),
        (f"/chi-tieu/{world.points[0].indicator_id}/", {}),
        ("/chi-tieu/", {"q": indicator}),
        ("/chi-tieu/", {"dang": "xlsx"}),
        ("/chi-tieu/tim/", {"q": indicator}),
        ("/don-vi/tim/", {"q": "Đông Hưng"}),
    ]


def text_of(answer: Any) -> str:
    """What an answer says, of a workbook its cells, without points between thousands."""
    if "spreadsheet" in answer.get("Content-Type", ""):
        book = load_workbook(io.BytesIO(answer.content))
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        return " ".join(cells)
    return str(answer.content.decode().replace(".", ""))


def test_without_leave_no_page_export_api_or_search_gives_a_figure(
    world: World, mine: Indicator, phuc: User
) -> None:
    client = client_of(phuc)
    for path, given in every_way(world, mine.code):
        said = text_of(client.get(path, given))
        for figure in ("7351", "8351", "9624", "11624"):
            assert figure not in said, (path, given)


def test_with_leave_the_totals_of_that_indicator_are_read_and_no_other(
    world: World, mine: Indicator, finance: Unit, phuc: User
) -> None:
    let_read(world, mine, finance)
    client = client_of(phuc)
    page = client.get("/tong-hop/", ASKED | {"shared": mine.code})
    assert page.status_code == 200
    assert "8.351" in page.content.decode()
    assert "7.351" in page.content.decode()
    answer = client.get("/api/v1/totals", ASKED | {"shared": mine.code})
    assert [one["amount"] for one in json.loads(answer.content)["items"]] == ["8351"]
    assert "8351" in text_of(client.get("/tong-hop/", ASKED | {"shared": mine.code, "format": "xlsx"}))
    for path, given in every_way(world, mine.code):
        said = text_of(client.get(path, given))
        for figure in ("9624", "11624"):
            assert figure not in said, (path, given)


def test_leave_to_read_opens_no_report_no_provisional_figure_and_no_other_cell(
    world: World, mine: Indicator, finance: Unit, phuc: User
) -> None:
    let_read(world, mine, finance)
    client, asked = client_of(phuc), ASKED | {"shared": mine.code}
    revision = Revision.objects.order_by("pk").first()
    assert revision is not None
    refused = {
        "/tong-hop/nguon/": asked | {"cell": "t1/r1:c1"},
        "/api/v1/totals/sources": asked | {"cell": "t1/r1:c1"},
        f"/tong-hop/nguon/{revision.pk}/": asked,
        f"/bao-cao/{revision.submission.assignment_id}/": {},
    }
    assert [client.get(path, given).status_code for path, given in refused.items()] == [404] * 4
    assert client.get("/tong-hop/", asked | {"basis": "provisional"}).status_code == 422
    assert client.get("/api/v1/ranks", asked | {"cell": "t1/r2:c1"}).status_code == 422
    page = client.get("/tong-hop/", asked).content.decode()
    assert "/tong-hop/nguon/" not in page
    assert "tạm tính" not in page


def test_leave_ends_when_it_is_revoked(world: World, mine: Indicator, finance: Unit, phuc: User) -> None:
    grant = let_read(world, mine, finance)
    revoke_reading(grant=grant, by=world.cast.nga, at=AT)
    assert client_of(phuc).get("/tong-hop/", ASKED | {"shared": mine.code}).status_code == 404
    with pytest.raises(Conflict):
        revoke_reading(grant=grant, by=world.cast.nga, at=AT)
    let_read(world, mine, finance)  # and may be given anew
    kinds = Event.objects.filter(kind__startswith="indicator.reading").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "indicator.reading_granted", "indicator.reading_revoked", "indicator.reading_granted",
    ]  # fmt: skip


def test_leave_is_of_the_agency_and_not_of_others(
    world: World, mine: Indicator, finance: Unit, phuc: User
) -> None:
    let_read(world, mine, finance)
    for name in ("lan", "tien", "mai", "long"):
        answer = client_of(world.cast.fresh(name)).get("/tong-hop/", ASKED | {"shared": mine.code})
        assert answer.status_code == 404, name


def test_a_token_for_another_unit_has_no_leave(
    world: World, mine: Indicator, finance: Unit, phuc: User
) -> None:
    let_read(world, mine, finance)
    grant_membership(
        user=phuc, unit=world.cast.hoang_hoa_tham, role=Role.CLERK, from_=date(2026, 1, 1),
        by=None, at=AT,
    )  # fmt: skip
    for unit, status in ((world.cast.hoang_hoa_tham, 404), (finance, 200)):
        _row, token = create_token(
            user=User.objects.get(pk=phuc.pk), name=str(unit.pk), unit=unit, by=None, at=AT
        )
        client = Client(headers={"authorization": f"Bearer {token}"})
        assert client.get("/api/v1/totals", ASKED | {"shared": mine.code}).status_code == status


def test_only_the_owner_s_officer_gives_leave(world: World, mine: Indicator, finance: Unit) -> None:
    for name, error in (("hoa", NotAllowed), ("dung", NotAllowed), ("lan", NotWithinReach)):
        with pytest.raises(error):
            grant_reading(indicator=mine, reader=finance, reason=WHY, by=world.cast.fresh(name), at=AT)
    with pytest.raises(BadContent):
        grant_reading(indicator=mine, reader=finance, reason=" ", by=world.cast.nga, at=AT)
    with pytest.raises(BadContent):
        grant_reading(indicator=mine, reader=world.cast.department, reason=WHY, by=world.cast.nga, at=AT)
    let_read(world, mine, finance)
    with pytest.raises(Conflict):
        let_read(world, mine, finance)


def test_the_officer_gives_leave_and_takes_it_back_on_the_page(
    world: World, mine: Indicator, finance: Unit, phuc: User
) -> None:
    nga, page = client_of(world.cast.nga), f"/chi-tieu/{mine.pk}/cho-doc/"
    wrong = nga.post(page, {"reader": "Sở Không Có", "reason": WHY})
    assert wrong.status_code == 422
    assert "Không có đơn vị “Sở Không Có”" in wrong.content.decode()
    assert WHY in wrong.content.decode()
    done = nga.post(page, {"reader": "Sở Tài chính", "reason": WHY}, follow=True).content.decode()
    assert "Đã cho Sở Tài chính đọc số liệu." in done
    reader = client_of(phuc).get(f"/chi-tieu/{mine.pk}/").content.decode()
    assert "Xem số liệu của chỉ tiêu này" in reader
    assert mine.code in client_of(phuc).get("/chi-tieu/").content.decode()
    grant = ReadingGrant.objects.get()
    assert "Đã thu hồi quyền đọc." in nga.post(page, {"revoke": grant.pk}, follow=True).content.decode()
    assert "Xem số liệu" not in client_of(phuc).get(f"/chi-tieu/{mine.pk}/").content.decode()
    assert client_of(phuc).get(page).status_code == 403
