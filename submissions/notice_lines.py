"""A notice as the page shows it: what happened to which report, said by whom, and where to look."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from indicators.queries import effective_due
from submissions.models import Delegation, Submission
from submissions.wording import moment_words, short_period_words
from units.models import Event
from units.queries import UnitView, describe_units

SENTENCES: Mapping[str, str] = {
    "submission.accepted": gettext_noop("Đã duyệt số liệu"),
    "submission.returned": gettext_noop("Bị trả lại để sửa"),
    "submission.sent_back": gettext_noop("Thủ trưởng chuyển lại người lập"),
    "submission.correction_granted": gettext_noop("Đồng ý cho đính chính"),
    "submission.correction_refused": gettext_noop("Không đồng ý cho đính chính"),
    "submission.correction_requested": gettext_noop("Xin đính chính số đã duyệt"),
    "submission.withdrawn": gettext_noop("Đơn vị rút lại báo cáo đã gửi"),
    "submission.entered_for": gettext_noop("Được nhập thay"),
    "submission.filled_for": gettext_noop("Bản nháp được điền thay từ tệp"),
    "submission.moved": gettext_noop("Biểu mẫu đổi phiên bản"),
    "submission.objection_answered": gettext_noop("Trả lời ý kiến “trùng, không cần”"),
    "submission.cells_objected_to": gettext_noop("Đơn vị nói có ô trùng, không cần"),
    "assignment.extended": gettext_noop("Hạn gửi đổi"),
    "assignment.extension_retracted": gettext_noop("Bỏ gia hạn"),
    "assignment.exempted": gettext_noop("Được miễn báo cáo"),
    "assignment.exemption_lifted": gettext_noop("Bỏ miễn báo cáo: cần gửi"),
    "assignment.handed_over": gettext_noop("Nhận nhiệm vụ báo cáo chuyển giao"),
    "assignment.reminded": gettext_noop("Được đôn đốc"),
    "assignment.missed": gettext_noop("Đợt báo cáo đã khóa mà đơn vị chưa gửi"),
    "signing.delegated": gettext_noop("Anh/chị được ủy quyền ký"),
    "signing.revoked": gettext_noop("Ủy quyền ký của anh/chị được thu hồi"),
}
WARNS = frozenset({"submission.returned", "submission.sent_back", "submission.correction_refused",
                   "assignment.reminded", "assignment.missed", "assignment.exemption_lifted",
                   "signing.revoked"})  # fmt: skip
GOOD = frozenset({"submission.accepted", "submission.correction_granted"})
_TO_REVIEW = frozenset({"submission.correction_requested", "submission.withdrawn"})


@dataclass(frozen=True, slots=True)
class Notice:
    """`about` names the report or the unit; `words` are what was said with it; `address` is where to look."""

    event: Event
    sentence: str
    about: str
    words: str
    address: str
    is_new: bool

    @property
    def by(self) -> str:
        return self.event.actor.full_name if self.event.actor else ""

    @property
    def at(self) -> datetime:
        return self.event.at

    @property
    def look(self) -> str:
        """The class that colours it; the sentence says the same."""
        if self.event.kind in WARNS:
            return "warning"
        return "accepted" if self.event.kind in GOOD else ""


def notices_from(events: Iterable[Event], *, seen: int) -> list[Notice]:
    """In the order given. At most four queries, whatever their number."""
    listed = list(events)
    reports = _reports(listed)
    signing = [one.subject_id for one in listed if one.subject_type == "delegation"]
    delegations = Delegation.objects.in_bulk([pk for pk in signing if pk is not None])
    units = {report.assignment.subject_id for report in reports.values()}
    names = describe_units(units | {one.unit_id for one in delegations.values()})
    made = (_notice(one, reports, delegations, names, seen=seen) for one in listed)
    return [one for one in made if one is not None]


def _reports(events: list[Event]) -> dict[tuple[str, int], Submission]:
    """(type, number) of what an event is about → its report. Two queries."""
    wanted: dict[str, set[int]] = {"submission": set(), "assignment": set()}
    for one in events:
        if one.subject_type in wanted and one.subject_id is not None:
            wanted[one.subject_type].add(one.subject_id)
    asked = "assignment__round"
    beside = Submission.objects.select_related(f"{asked}__template__regime", f"{asked}__period")
    found = {("submission", row.pk): row for row in beside.filter(pk__in=wanted["submission"])}
    duties = beside.filter(assignment__in=wanted["assignment"])
    return found | {("assignment", row.assignment_id): row for row in duties}


def _notice(
    event: Event,
    reports: Mapping[tuple[str, int], Submission],
    delegations: Mapping[int, Delegation],
    names: Mapping[int, UnitView],
    *,
    seen: int,
) -> Notice | None:
    sentence, is_new = _(SENTENCES[event.kind]), event.pk > seen
    data: dict[str, Any] = json.loads(event.data)
    number = event.subject_id or 0
    if event.subject_type == "delegation":
        given = delegations.get(number)
        if given is None:
            return None
        about = names[given.unit_id].full_name
        address = reverse("signers", args=[given.unit_id])
        return Notice(event, sentence, about, _signing_words(given), address, is_new)
    report = reports.get((event.subject_type, number))
    if report is None:
        return None
    duty = report.assignment
    about = _("%(form)s, %(period)s · %(unit)s") % {
        "form": f"{duty.round.template.name} ({duty.round.template.code})",
        "period": short_period_words(duty.round.period_code),
        "unit": names[duty.subject_id].full_name,
    }
    address = reverse("review", args=[report.pk]) if event.kind in _TO_REVIEW else _address(event, report)
    return Notice(event, sentence, about, _words(event, data, report), address, is_new)


def _address(event: Event, report: Submission) -> str:
    if event.kind == "submission.cells_objected_to":
        return reverse("template-objections", args=[report.assignment.round.template_id])
    return reverse("report", args=[report.assignment_id])


def _words(event: Event, data: Mapping[str, Any], report: Submission) -> str:
    """What was said with it: a reason, an answer, the comments on cells, the new day."""
    if event.kind in ("assignment.extended", "assignment.extension_retracted"):
        return _("hạn gửi: %(due)s") % {"due": moment_words(effective_due(report.assignment))}
    comments = data.get("comments")
    if isinstance(comments, dict):
        count = sum(1 for address in comments if address)
        cells = ngettext("%(count)d ô cần sửa", "%(count)d ô cần sửa", count) % {"count": count}
        said = f"“{comments['']}”" if comments.get("") else ""
        return ". ".join(part for part in (cells if count else "", said) if part)
    for key in ("answer", "reason"):
        if isinstance(data.get(key), str) and data[key]:
            return f"“{data[key]}”"
    return ""


def _signing_words(given: Delegation) -> str:
    return _("ký %(capacity)s. từ %(first)s đến hết %(last)s") % {
        "capacity": given.capacity,
        "first": f"{given.valid_from:%d/%m/%Y}",
        "last": f"{given.valid_to:%d/%m/%Y}",
    }
