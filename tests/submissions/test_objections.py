""" "Trùng, không cần": said by clerks, answered by the officer, seen by the clerk."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from indicators.repeats import standing_choices
from submissions.actions.answer_objections import answer_objections
from submissions.actions.object_to_cells import object_to_cells
from submissions.background import working_sheet
from submissions.models import Objection
from tests.indicators.repeating import AT, FLOW, OWN, STOCK
from tests.submissions.reusing import Reusing, build_reusing
from units.errors import BadContent, NotAllowed, NotWithinReach
from units.models import Event, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def reusing() -> Reusing:
    return build_reusing(reused=())


def as_person(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def say(reusing: Reusing, *addresses: str, word: str = "Đã báo cáo hằng tháng", **more: Any) -> Any:
    given = {"kind": "repeated", "by": reusing.made.cast.lan} | more
    return object_to_cells(
        submission=reusing.report_of(), addresses=addresses, word=word, at=AT, **given
    )  # fmt: skip


def answer(reusing: Reusing, address: str, how: str, word: str = "", *, by: User | None = None) -> Any:
    return answer_objections(
        template=reusing.made.quarters.template, address=address, answer=how, word=word,
        by=by or reusing.made.phuc, at=AT,
    )  # fmt: skip


def test_what_a_clerk_says_waits_for_its_answer(reusing: Reusing) -> None:
    say(reusing, FLOW)
    assert say(reusing, FLOW, word="Nói lại") == []
    assert Objection.objects.get().word == "Đã báo cáo hằng tháng"
    assert Event.objects.filter(kind="submission.cells_objected_to").count() == 1


@pytest.mark.parametrize(
    ("addresses", "more"),
    [((FLOW,), {"word": "  "}), ((FLOW,), {"kind": "?"}), (("t9/r1:c1",), {}), ((), {}), (("t1/r1:c4",), {})],
)
def test_it_needs_a_cell_for_typing_a_kind_and_a_word(
    reusing: Reusing, addresses: tuple[str, ...], more: dict[str, Any]
) -> None:
    with pytest.raises(BadContent):
        say(reusing, *addresses, **more)


def test_only_those_who_fill_the_form_in_say_so(reusing: Reusing) -> None:
    with pytest.raises(NotAllowed):
        say(reusing, FLOW, by=reusing.made.cast.hoa)


def test_reuse_fills_the_cell_in_at_once(reusing: Reusing) -> None:
    reusing.answered()
    say(reusing, FLOW, OWN)
    [answered] = answer(reusing, FLOW, "reuse")
    assert answered.answered_by == reusing.made.phuc
    assert standing_choices(reusing.made.quarters)[FLOW].way == "reuse"
    assert FLOW not in working_sheet(reusing.report_of()).typed
    with pytest.raises(BadContent):
        answer(reusing, OWN, "reuse")
    assert Objection.objects.get(address=OWN).answered_at is None


def test_keeping_needs_a_reason_and_one_answer_is_for_all_units(reusing: Reusing) -> None:
    say(reusing, STOCK)
    son = reusing.made.cast.son
    object_to_cells(
        submission=reusing.report_of(unit=reusing.made.cast.tien_lu), addresses=[STOCK], kind="needless",
        word="Không dùng", by=son, at=AT,
    )  # fmt: skip
    with pytest.raises(BadContent):
        answer(reusing, STOCK, "kept")
    assert len(answer(reusing, STOCK, "kept", "Luật yêu cầu")) == 2
    assert Event.objects.filter(kind="submission.objection_answered").count() == 2
    with pytest.raises(BadContent):
        answer(reusing, STOCK, "removed")


def test_only_the_regime_s_officer_answers(reusing: Reusing) -> None:
    say(reusing, FLOW)
    with pytest.raises(NotAllowed):
        answer(reusing, FLOW, "removed", by=reusing.made.cast.dung)
    with pytest.raises(NotWithinReach):
        answer(reusing, FLOW, "removed", by=reusing.made.cast.nga)


def test_said_answered_and_seen_on_pages(reusing: Reusing) -> None:
    duty, lan, phuc = (
        reusing.report_of().assignment_id,
        as_person(reusing.made.cast.lan),
        as_person(reusing.made.phuc),
    )
    panel = lan.get(f"/bao-cao/{duty}/o/", {"o": FLOW}).content.decode()
    assert f"/bao-cao/{duty}/khong-can/?o=t1%2Fr1%3Ac1" in panel
    page = f"/bao-cao/{duty}/khong-can/"
    assert "Hãy ghi một lời" in lan.post(page, {"o": FLOW, "kind": "repeated"}).content.decode()
    said = {"o": FLOW, "kind": "repeated", "word": "Đã có ở <M/01>", "row": "1"}
    told = lan.post(page, said, follow=True).content.decode()
    assert "Đã gửi ý kiến về 3 ô." in told
    assert "chờ cơ quan chủ trì trả lời" in told
    officer = f"/bieu-mau/{reusing.made.quarters.template_id}/khong-can/"
    assert "3 ô đang có ý kiến chờ trả lời." in phuc.get(officer).content.decode()
    assert "Đã có ở &lt;M/01&gt;" in phuc.get(officer).content.decode()
    assert "Hãy ghi lý do vẫn hỏi" in phuc.post(
        officer, {"o": FLOW, "answer": "kept"}, follow=True
    ).content.decode()  # fmt: skip
    phuc.post(officer, {"o": FLOW, "answer": "removed", "word": "Từ năm 2027"})
    shown = lan.get(f"/bao-cao/{duty}/").content.decode()
    assert "bỏ ở phiên bản sau" in shown
    assert "“Từ năm 2027”" in shown
    assert lan.get(officer).status_code in (403, 404)


def test_the_database_keeps_one_open_and_answers_whole(reusing: Reusing) -> None:
    [one] = say(reusing, FLOW)
    for change in ({"answer": "kept"}, {"answered_at": AT}, {"word": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Objection.objects.filter(pk=one.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(
            submission=one.submission,
            address=FLOW,
            kind="needless",
            word="x",
            said_at=AT,
            said_by=one.said_by,
        )
