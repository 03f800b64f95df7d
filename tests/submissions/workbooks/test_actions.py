"""Hand out, read, save: through the actions that page and API call."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import translation

from indicators.layout import FormLayout
from submissions.actions.hand_out_workbook import hand_out_workbook
from submissions.actions.read_workbook import read_workbook
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.save_workbook import save_workbook
from submissions.drafts import sheet_of_draft
from submissions.models import Submission
from submissions.provenance import via_of
from tests.submissions.workbooks.conftest import AT, FormWorld
from tests.submissions.workbooks.making import with_cell, with_rows_inserted, without_marks
from units.errors import Conflict, NotAllowed, NotWithinReach
from units.models import Event

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
WOMEN, BIRTHS, HIV, ARV = (f"t1/r{row}:c1" for row in ("01", "05", "11", "12"))


def number(reference: str, value: str) -> str:
    return f'<c r="{reference}" s="10"><v>{value}</v></c>'


@pytest.fixture
def handed(form_world: FormWorld) -> bytes:
    """What lan gets when a few cells are in her draft."""
    save_draft(submission=form_world.report, cells={WOMEN: "120", HIV: "4"}, by=form_world.cast.lan, at=AT)
    _name, content = hand_out_workbook(submission=form_world.again(), by=form_world.cast.lan, at=AT)
    return content


def test_a_workbook_is_handed_out_with_name_header_and_draft(form_world: FormWorld) -> None:
    save_draft(submission=form_world.report, cells={WOMEN: "120"}, by=form_world.cast.lan, at=AT)
    name, content = hand_out_workbook(submission=form_world.again(), by=form_world.cast.lan, at=AT)
    assert name == "4-BCH_xa-dong-hung_2026-9M.xlsx"
    plain = without_marks(content)
    reading = read_workbook(
        submission=form_world.again(), content=plain, file_name=name, by=form_world.cast.lan, at=AT
    )
    assert reading.refusal is None
    assert not [p for p in reading.problems if p.code in ("unit_not_stated", "period_not_stated")]
    assert reading.changes == {}
    event = Event.objects.get(kind="submission.workbook_handed_out")
    assert (event.actor, event.subject_id) == (form_world.cast.lan, form_world.report.pk)


def test_a_workbook_stays_in_vietnamese_for_a_reader_in_english(form_world: FormWorld) -> None:
    with translation.override("en"):
        _name, content = hand_out_workbook(submission=form_world.again(), by=form_world.cast.lan, at=AT)
    with zipfile.ZipFile(BytesIO(content)) as package:
        words = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
    assert "9 tháng năm 2026" in words
    assert "9 months" not in words


def test_a_workbook_is_not_handed_out_beyond_ones_reach(form_world: FormWorld) -> None:
    with pytest.raises(NotWithinReach):
        hand_out_workbook(submission=form_world.report, by=form_world.cast.hoa, at=AT)


def test_reading_shows_old_and_new_and_saves_nothing(form_world: FormWorld, handed: bytes) -> None:
    before = form_world.again().draft.cells
    content = with_cell(with_cell(handed, "E8", number("E8", "1234")), "E19", number("E19", "5"))
    reading = read_workbook(
        submission=form_world.again(), content=content, file_name="a.xlsx", by=form_world.cast.lan, at=LATER
    )
    assert reading.changes == {WOMEN: ("120", "1.234"), ARV: ("", "5")}
    said = {problem["code"]: problem["message"] for problem in reading.problems_in_words()}
    assert said["part_exceeds_whole"].startswith("Ô E19 (dòng 3.7, cột 1): 5 lớn hơn dòng 3.6 (4).")
    assert form_world.again().draft.cells == before


def test_saving_keeps_what_was_read_and_says_it_came_by_workbook(
    form_world: FormWorld, handed: bytes
) -> None:
    content = with_cell(handed, "E8", number("E8", "1234"))
    report, lan = form_world.again(), form_world.cast.lan
    assert via_of(report) == "form"
    reading = save_workbook(submission=report, content=content, file_name="a.xlsx", by=lan, at=LATER)
    assert reading.is_saved
    report = form_world.again()
    assert sheet_of_draft(report).cells[WOMEN].amount == 1234
    assert (report.draft.version, via_of(report)) == (reading.version, "workbook")
    save_draft(submission=report, cells={BIRTHS: "90"}, by=lan, at=LATER)
    assert via_of(form_world.again()) == "form"


def test_an_unreadable_cell_is_kept_as_typed(form_world: FormWorld, handed: bytes) -> None:
    content = with_cell(handed, "E8", '<c r="E8" t="inlineStr"><is><t>12 345</t></is></c>')
    content = with_cell(content, "E18", '<c r="E18" t="e"><v>#REF!</v></c>')
    reading = save_workbook(
        submission=form_world.again(), content=content, file_name="a.xlsx", by=form_world.cast.lan, at=LATER
    )
    assert reading.is_saved
    assert {a: u.text for a, u in sheet_of_draft(form_world.again()).unread.items()} == {
        WOMEN: "12 345",
        HIV: "#REF!",
    }
    words = [problem["message"] for problem in reading.problems_in_words() if problem["cell"] == "E18"]
    assert words == ["Ô E18 (dòng 3.6, cột 1): Excel báo lỗi #REF!. Hãy ghi lại con số."]


def test_an_empty_cell_clears_and_says_so_before(form_world: FormWorld, handed: bytes) -> None:
    content = with_cell(handed, "E8", '<c r="E8" s="10"/>')
    reading = save_workbook(
        submission=form_world.again(), content=content, file_name="a.xlsx", by=form_world.cast.lan, at=LATER
    )
    assert reading.changes == {WOMEN: ("120", "")}
    assert "clears" in [problem.code for problem in reading.problems]
    assert WOMEN not in sheet_of_draft(form_world.again()).cells


def test_the_same_file_twice_has_one_effect(form_world: FormWorld, handed: bytes) -> None:
    content = with_cell(handed, "E8", number("E8", "1234"))
    for _ in range(2):
        reading = save_workbook(
            submission=form_world.again(), content=content, file_name="a", by=form_world.cast.lan, at=LATER
        )
    assert reading.changes == {}
    assert form_world.again().draft.version == reading.version == 2


def test_a_formula_without_value_saves_nothing(form_world: FormWorld, handed: bytes) -> None:
    before = form_world.again().draft.cells
    content = with_cell(handed, "E8", '<c r="E8" s="10"><f>E9+1</f><v /></c>')
    reading = save_workbook(
        submission=form_world.again(), content=content, file_name="a.xlsx", by=form_world.cast.lan, at=LATER
    )
    assert not reading.is_saved
    message = reading.problems_in_words()[0]["message"]
    assert message.startswith("Ô E8 (dòng 1, cột 1): công thức chưa có kết quả lưu trong tệp.")
    assert form_world.again().draft.cells == before


def test_messages_name_the_cells_of_the_file_when_rows_were_inserted(
    form_world: FormWorld, handed: bytes
) -> None:
    content = with_rows_inserted(with_cell(handed, "E19", number("E19", "5")), at=10, count=2)
    reading = read_workbook(
        submission=form_world.again(), content=content, file_name="a.xlsx", by=form_world.cast.lan, at=LATER
    )
    said = {problem["code"]: problem for problem in reading.problems_in_words()}
    assert said["part_exceeds_whole"]["cell"] == "E21"


def test_the_workbook_of_another_unit_is_refused_naming_both(form_world: FormWorld) -> None:
    theirs = form_world.report_of_tien_lu
    _name, content = hand_out_workbook(submission=theirs, by=form_world.cast.son, at=AT)
    reading = save_workbook(
        submission=form_world.again(), content=content, file_name="b.xlsx", by=form_world.cast.lan, at=LATER
    )
    assert reading.refusal is not None
    assert reading.refusal.message.startswith("Tệp này của Xã Tiên Lữ, không phải của Xã Đông Hưng.")
    assert not reading.is_saved
    event = Event.objects.get(kind="submission.workbook_refused")
    assert json.loads(event.data)["code"] == "other_unit"


def test_another_period_asks_and_is_saved_only_when_confirmed(form_world: FormWorld, handed: bytes) -> None:
    report, lan = form_world.again(), form_world.cast.lan
    asked = report.assignment.round
    asked.period_code = "2026-6M"
    asked.save()
    report = form_world.again()
    content = with_cell(handed, "E8", number("E8", "7"))
    reading = save_workbook(submission=report, content=content, file_name="a", by=lan, at=LATER)
    assert reading.needs_confirmation == (
        "Tệp này của kỳ 9 tháng năm 2026; có phải là số liệu của kỳ 6 tháng năm 2026?"
    )
    assert not reading.is_saved
    reading = save_workbook(
        submission=report, content=content, file_name="a", by=lan, at=LATER, confirm_period=True
    )
    assert reading.is_saved
    assert reading.needs_confirmation == ""


def test_former_secrets_still_open_what_they_signed(
    form_world: FormWorld, handed: bytes, settings: object
) -> None:
    former = settings.SECRET_KEY  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another secret"  # type: ignore[attr-defined]
    words = {"submission": form_world.again(), "content": handed, "file_name": "a", "at": LATER}
    refused = read_workbook(**words, by=form_world.cast.lan)
    assert refused.refusal is not None
    assert refused.refusal.code == "marks_changed"
    settings.SECRET_KEY_FALLBACKS = [former]  # type: ignore[attr-defined]
    assert read_workbook(**words, by=form_world.cast.lan).refusal is None


def test_only_those_who_fill_may_read_in(form_world: FormWorld, handed: bytes) -> None:
    with pytest.raises(NotAllowed):
        read_workbook(
            submission=form_world.report, content=handed, file_name="a", by=form_world.cast.dung, at=LATER
        )


def test_a_report_that_waits_for_its_signature_takes_no_workbook(
    form_world: FormWorld, handed: bytes
) -> None:
    Submission.objects.filter(pk=form_world.report.pk).update(status="awaiting_sign_off")
    with pytest.raises(Conflict):
        read_workbook(
            submission=form_world.again(), content=handed, file_name="a", by=form_world.cast.lan, at=LATER
        )


def test_a_cell_somebody_changed_since_the_preview_is_a_conflict(
    form_world: FormWorld, handed: bytes, layout: FormLayout
) -> None:
    seen = form_world.again().draft.version
    save_draft(submission=form_world.again(), cells={WOMEN: "99"}, by=form_world.cast.minh, at=LATER)
    with pytest.raises(Conflict) as conflict:
        save_workbook(
            submission=form_world.again(),
            content=with_cell(handed, "E8", number("E8", "1234")),
            file_name="a",
            by=form_world.cast.lan,
            at=LATER,
            seen_version=seen,
        )
    assert conflict.value.details["cells"][WOMEN]["theirs"] == "99"
    assert not Event.objects.filter(kind="submission.workbook_saved").exists()


def test_a_report_signed_after_a_workbook_says_so_in_its_revision(
    form_world: FormWorld, handed: bytes, client: Client
) -> None:
    content = handed
    for row in range(8, 29):
        content = with_cell(content, f"E{row}", number(f"E{row}", "5"))
    lan, minh = form_world.cast.lan, form_world.cast.minh
    save_workbook(submission=form_world.again(), content=content, file_name="a", by=lan, at=LATER)
    request_sign_off(submission=form_world.again(), by=lan, at=LATER)
    client.force_login(minh, backend="units.backends.PasswordBackend")
    page = f"/bao-cao/{form_world.report.assignment_id}/"
    client.post(f"{page}ky-va-gui/", {"capacity": "head"})
    sent = form_world.again().sent
    assert sent is not None
    assert sent.via == "workbook"
