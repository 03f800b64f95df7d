"""An officer lowers a check of a published form at once, and lets it block again; the form stays."""

import json

import pytest
from django.test import Client

from indicators.actions.lower_check import lower_check
from indicators.actions.raise_check import raise_check
from indicators.models import LoweredCheck, TemplateVersion
from indicators.queries import beside_version
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from tests.indicators.factories import AT, build_asked
from tests.submissions.factories import ARV, GOOD, World, build_world
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world()


def version_of(world: World) -> TemplateVersion:
    return TemplateVersion.objects.get(pk=world.round.version_id)


def lower(world: World, key: str = "arv", reason: str = "Dòng 3.6 in sai trong biểu") -> LoweredCheck:
    return lower_check(version=version_of(world), key=key, reason=reason, by=world.cast.nga, at=AT)


def test_a_lowered_check_asks_for_a_word_instead_of_blocking(world: World) -> None:
    save_draft(submission=world.submission, cells=GOOD | {ARV: "15"}, by=world.cast.lan, at=AT)
    with pytest.raises(BadContent):
        request_sign_off(submission=world.again(), by=world.cast.lan, at=AT)
    before = version_of(world).layout
    lower(world)
    saved = save_draft(submission=world.again(), cells={}, by=world.cast.lan, at=AT)
    assert [(problem.severity, problem.address) for problem in saved.problems] == [("warning", ARV)]
    with pytest.raises(BadContent, match="chưa có giải trình"):
        request_sign_off(submission=world.again(), by=world.cast.lan, at=AT)
    save_draft(submission=world.again(), cells={}, explanations={ARV: "Đúng số"}, by=world.cast.lan, at=AT)
    request_sign_off(submission=world.again(), by=world.cast.lan, at=AT)
    assert version_of(world).layout == before


def test_it_blocks_again_once_raised(world: World) -> None:
    lower(world)
    raise_check(version=version_of(world), key="arv", by=world.cast.nga, at=AT)
    assert beside_version(world.round.version_id)[0] == frozenset()
    saved = save_draft(submission=world.submission, cells=GOOD | {ARV: "15"}, by=world.cast.lan, at=AT)
    assert [problem.severity for problem in saved.problems] == ["error"]
    lower(world)
    assert LoweredCheck.objects.count() == 2


def test_both_are_on_the_record_with_the_reason(world: World) -> None:
    lower(world)
    raise_check(version=version_of(world), key="arv", by=world.cast.nga, at=AT)
    lowered, raised = Event.objects.filter(kind__startswith="template.check").order_by("pk")
    assert (lowered.kind, raised.kind) == ("template.check_lowered", "template.check_raised")
    said = json.loads(lowered.data)
    assert (said["check"], said["reason"]) == ("arv", "Dòng 3.6 in sai trong biểu")
    assert lowered.unit_id == world.cast.department.pk


def test_what_cannot_be_lowered_is_refused(world: World) -> None:
    with pytest.raises(BadContent):
        lower(world, reason="  ")
    with pytest.raises(BadContent):
        lower(world, reason="x" * 301)
    with pytest.raises(NotWithinReach):
        lower(world, key="no such check")
    with pytest.raises(Conflict):
        lower(world, key="few")  # a warning from the start
    lower(world)
    with pytest.raises(Conflict):
        lower(world)
    with pytest.raises(Conflict):
        raise_check(version=version_of(world), key="adds", by=world.cast.nga, at=AT)


def test_a_draft_is_changed_itself() -> None:
    made = build_asked()
    with pytest.raises(Conflict):
        lower_check(version=made.version, key="r02_in_r01", reason="In sai", by=made.cast.nga, at=AT)


def test_only_the_owners_officer_may(world: World) -> None:
    version = version_of(world)
    with pytest.raises(NotAllowed):
        lower_check(version=version, key="arv", reason="In sai", by=world.cast.hoa, at=AT)
    with pytest.raises(NotWithinReach):
        lower_check(version=version, key="arv", reason="In sai", by=world.cast.long, at=AT)
    lower(world)
    with pytest.raises(NotAllowed):
        raise_check(version=version, key="arv", by=world.cast.hoa, at=AT)


# ---- the page ---------------------------------------------------------------------------------------------


def test_the_forms_page_says_each_rule_and_lets_its_officer_lower_it(client: Client, world: World) -> None:
    page = f"/bieu-mau/{world.template.pk}/"
    client.force_login(world.cast.nga)
    assert "Không lớn hơn dòng 3.6, cột 1: dòng 3.7." in client.get(page).content.decode()
    answer = client.post(
        f"{page}quy-tac/",
        {"version": "1", "key": "arv", "do": "lower", "reason": "Dòng 3.6 in sai"},
        follow=True,
    )
    shown = answer.content.decode()
    assert "đã hạ xuống cảnh báo" in shown
    assert "“Dòng 3.6 in sai”" in shown
    answer = client.post(f"{page}quy-tac/", {"version": "1", "key": "arv", "do": "raise"}, follow=True)
    assert "đã hạ xuống cảnh báo" not in answer.content.decode()


def test_without_a_reason_the_page_says_so(client: Client, world: World) -> None:
    client.force_login(world.cast.nga)
    answer = client.post(
        f"/bieu-mau/{world.template.pk}/quy-tac/", {"version": "1", "key": "arv", "do": "lower"}, follow=True
    )
    assert "Hãy ghi lý do hạ xuống cảnh báo" in answer.content.decode()
    assert beside_version(world.round.version_id)[0] == frozenset()


def test_others_see_no_button(client: Client, world: World) -> None:
    client.force_login(world.cast.lan)
    assert "Hạ xuống cảnh báo</summary>" not in client.get(f"/bieu-mau/{world.template.pk}/").content.decode()
