"""What an officer is about to do with a round, in words and by name, before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.forms import layout_asked
from indicators.models import Assignment, ReportingRound, TemplateVersion
from submissions.models import Submission
from submissions.moving import losses_in_words, plan_move
from submissions.reminders import UNSENT
from units.queries import UnitView, describe_units, in_order


@dataclass(slots=True)
class Preview:
    """`units` by name; `asks`: which fields are to be filled (reason, why, until); `named`: with words."""

    heading: str
    verb: str
    sentences: list[str]
    units: list[UnitView] = field(default_factory=list)
    named: list[tuple[UnitView, list[str]]] = field(default_factory=list)
    asks: tuple[str, ...] = ()
    is_empty: bool = False


def of_extension(duties: Sequence[Assignment]) -> Preview:
    units = _named(duties)
    sentences = [
        _counted(
            units, _("Gia hạn cho %(count)d đơn vị sau đây."), _("Chưa chọn đơn vị nào chưa gửi báo cáo.")
        ),
        _("Đơn vị thấy hạn mới ngay. Gia hạn bỏ được; khi đó hạn trở lại như trước."),
    ]
    if duties and duties[0].round.closed_at is not None:
        sentences.append(_("Đợt đang khóa: mở lại đợt thì các đơn vị này mới gửi được."))
    return Preview(
        heading=_("Gia hạn"),
        verb=_("Gia hạn"),
        sentences=sentences,
        units=units,
        asks=("until", "reason"),
        is_empty=not units,
    )


def of_retraction(duties: Sequence[Assignment]) -> Preview:
    units = _named(duties)
    return Preview(
        heading=_("Bỏ gia hạn"),
        verb=_("Bỏ gia hạn"),
        sentences=[
            _counted(
                units,
                _("Hạn của %(count)d đơn vị sau đây trở lại như trước lần gia hạn cuối."),
                _("Chưa chọn đơn vị nào được gia hạn."),
            )
        ],
        units=units,
        is_empty=not units,
    )


def of_exemption(duties: Sequence[Assignment], *, left_out: int) -> Preview:
    units = _named(duties)
    sentences = [
        _counted(
            units,
            _("Miễn báo cáo cho %(count)d đơn vị sau đây."),
            _("Chưa chọn đơn vị nào chưa gửi báo cáo."),
        ),
        _("Các đơn vị này không phải gửi báo cáo của đợt nữa; tổng hợp bớt đi từng ấy đơn vị phải báo cáo."),
        _("Miễn rồi bỏ được; số liệu đang nhập dở vẫn được giữ."),
    ]
    if left_out:
        sentences.append(
            ngettext(
                "%(count)d đơn vị đã gửi báo cáo nên không miễn.",
                "%(count)d đơn vị đã gửi báo cáo nên không miễn.",
                left_out,
            )
            % {"count": left_out}
        )
    return Preview(
        heading=_("Miễn báo cáo"), verb=_("Miễn báo cáo"), sentences=sentences, units=units, asks=("reason",),
        is_empty=not units,
    )  # fmt: skip


def of_lifting(duties: Sequence[Assignment]) -> Preview:
    units = _named(duties)
    return Preview(
        heading=_("Bỏ miễn báo cáo"),
        verb=_("Bỏ miễn"),
        sentences=[
            _counted(
                units,
                _("%(count)d đơn vị sau đây lại phải gửi báo cáo của đợt này."),
                _("Chưa chọn đơn vị nào được miễn."),
            )
        ],
        units=units,
        is_empty=not units,
    )


def of_closing(closing: ReportingRound) -> Preview:
    """Who is missing stays missing: they are named. Three queries."""
    reports = Submission.objects.filter(assignment__round=closing, assignment__exempted_at__isnull=True)
    rows = list(reports.values_list("assignment__subject", "status", "accepted"))
    missing = [unit for unit, status, accepted in rows if status in UNSENT and accepted is None]
    waiting = sum(1 for _unit, status, _accepted in rows if status == "submitted")
    sentences = [
        _("Khóa rồi thì không ai gửi, sửa, trả lại hay đính chính báo cáo của đợt này cho đến khi mở lại."),
    ]
    if waiting:
        words = ngettext(
            "%(count)d báo cáo đã gửi chưa duyệt vẫn duyệt được sau khi khóa.",
            "%(count)d báo cáo đã gửi chưa duyệt vẫn duyệt được sau khi khóa.",
            waiting,
        )
        sentences.append(words % {"count": waiting})
    if missing:
        words = ngettext(
            "%(count)d đơn vị chưa gửi, sẽ ghi là không gửi và được báo ngay:",
            "%(count)d đơn vị chưa gửi, sẽ ghi là không gửi và được báo ngay:",
            len(missing),
        )
        sentences.append(words % {"count": len(missing)})
    else:
        sentences.append(_("Mọi đơn vị đã gửi báo cáo."))
    units = in_order(describe_units(missing, on=closing.period.ends).values())
    return Preview(
        heading=_("Khóa đợt báo cáo"), verb=_("Khóa đợt"), sentences=sentences, units=units, asks=("why",)
    )


def of_reopening(opening: ReportingRound) -> Preview:
    sentences = [
        _("Các đơn vị lại gửi, sửa, duyệt được báo cáo của đợt. Hạn gửi không đổi; cần thêm thì gia hạn.")
    ]
    if opening.template.regime.closes_days_after is not None:
        sentences.append(_("Đợt đã mở lại thì không tự khóa nữa; xong thì khóa bằng tay."))
    return Preview(
        heading=_("Mở lại đợt báo cáo"),
        verb=_("Mở lại"),
        sentences=sentences,
        asks=("reason",),
    )


def of_stopping(stopping: ReportingRound, until: date | None) -> Preview:
    """`until`: the last day on which the request would be asked again; None when it is not."""
    sentences = [_("Yêu cầu này không còn hỏi lại nữa.")]
    if until is not None:
        sentences = [
            _("Yêu cầu %(code)s đang được hỏi lại mỗi ngày đến hết %(day)s. Từ ngày mai không hỏi nữa.")
            % {"code": stopping.template.code, "day": until.strftime("%d/%m/%Y")},
            _("Các đợt đã mở vẫn nhận báo cáo như cũ. Ngừng rồi không hỏi tiếp được bằng số này nữa."),
        ]
    return Preview(
        heading=_("Ngừng hỏi lại"), verb=_("Ngừng hỏi lại"), sentences=sentences, is_empty=until is None
    )


def of_move(moving: ReportingRound, version: TemplateVersion) -> Preview:
    """What becomes of each report; cells that have no place in the new form, by unit. Four queries."""
    plan, old = plan_move(moving, version), layout_asked(moving)
    numbers = {"before": moving.version.number, "after": version.number}
    sentences = [
        _("Đợt báo cáo chuyển từ phiên bản %(before)d sang phiên bản %(after)d của biểu mẫu.") % numbers,
        _("Chuyển rồi vẫn chuyển tiếp sang phiên bản khác được, kể cả phiên bản cũ."),
    ]
    counts = (
        (len(plan.kept_whole), _("%(count)d bản nháp được chuyển trọn vẹn sang biểu mới.")),
        (len(plan.going_back), _("%(count)d báo cáo đang trình ký trở lại người lập để xem lại.")),
        (plan.stays, _("%(count)d báo cáo đã gửi giữ nguyên như đã gửi, theo biểu cũ.")),
        (len(plan.with_losses), _("%(count)d bản nháp có số không còn chỗ trong biểu mới, đơn vị được báo:")),
    )
    sentences += [words % {"count": count} for count, words in counts if count]
    names = describe_units(one.submission.assignment.subject_id for one in plan.with_losses)
    named = [
        (names[one.submission.assignment.subject_id], list(losses_in_words(one.remapped.lost, old)))
        for one in plan.with_losses
    ]
    return Preview(
        heading=_("Chuyển sang phiên bản khác của biểu mẫu"),
        verb=_("Chuyển phiên bản"),
        sentences=sentences,
        named=sorted(named, key=lambda pair: (pair[0].sort_key, pair[0].id)),
    )


def _named(duties: Sequence[Assignment]) -> list[UnitView]:
    return in_order(describe_units(duty.subject_id for duty in duties).values())


def _counted(units: list[UnitView], words: str, nobody: str) -> str:
    return words % {"count": len(units)} if units else nobody
