"""/che-do/moi/, /che-do/<số>/sua/: a regime is written and looked at; saved is what was looked at."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.actions.define_regime import change_regime, define_regime
from indicators.calendar_words import calendar_name
from indicators.calendars import choosable_calendars
from indicators.models import Edition, Regime
from indicators.permissions import agencies_of, check_may_manage_regime
from indicators.regime_definition import KINDS_OF_REGIMES, MOST_DAYS_BEFORE, RegimeDefinition
from indicators.regime_form import RegimeForm, blank, form_of
from indicators.regime_preview import look_at
from indicators.regime_words import FREQUENCIES
from indicators.rule_rows import DAYS_OFF, MOST_RULES, ways_with
from indicators.views.regimes import NAMED, found_regime
from units.errors import BadContent, Conflict
from units.groups import all_groups
from units.kinds import KINDS, kind_label
from units.models import Placement, Unit, User
from units.queries import describe_units, names_of


@require_http_methods(["GET", "HEAD", "POST"])
def new_regime(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    owners, at = agencies_of(user), timezone.now()
    given = request.POST
    owner = next((one for one in owners if str(one.pk) == given.get("owner")), owners[0])
    form = RegimeForm(given, owner, at) if request.method == "POST" else blank(owner, at=at)
    return _steps(request, form, user, owners)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_regime(request: HttpRequest, regime_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    regime, at = found_regime(regime_id), timezone.now()
    check_may_manage_regime(user, regime)
    if regime.kind == Regime.Kind.AD_HOC:
        raise Conflict(_("Yêu cầu đột xuất không sửa được; hãy gửi yêu cầu mới."), code="ad_hoc_regime")
    is_sent = request.method == "POST"
    form = RegimeForm(request.POST, regime.owner, at, regime) if is_sent else form_of(regime, at=at)
    return _steps(request, form, user, [regime.owner])


def _steps(request: HttpRequest, form: RegimeForm, user: User, owners: list[Unit]) -> HttpResponse:
    """The form, what it would give, or the regime saved."""
    step = request.POST.get("buoc", "") if request.method == "POST" else ""
    if step not in ("xem", "luu"):
        return _form_page(request, form, owners)
    said = ""
    try:
        definition = form.definition()
        if step == "luu" and request.POST.get("digest") == form.digest():
            saved = _keep(form, definition, user)
            messages.success(request, _("Đã lưu chế độ %(name)s.") % {"name": saved.name})
            return redirect("regime", saved.pk)
    except BadContent as error:
        form.refuse(error)
        return _form_page(request, form, owners, status=422)
    except Conflict as conflict:
        said = conflict.message
        form.stand_on_what_is()
    return _preview_page(request, form, definition, owners, user, said=said)


def _preview_page(
    request: HttpRequest,
    form: RegimeForm,
    definition: RegimeDefinition,
    owners: list[Unit],
    user: User,
    *,
    said: str,
) -> HttpResponse:
    """What the definition would give; `said`: why it was not saved just now."""
    try:
        found = look_at(definition, regime=form.regime, by=user, at=form.at)
    except BadContent as error:
        form.refuse(error)
        return _form_page(request, form, owners, status=422)
    context = _frame(form) | {
        "definition": definition,
        "preview": found,
        "rounds": found.rounds,
        "named": NAMED,
        "fields": form.fields(),
        "digest": form.digest(),
        "said": said,
    }
    if said:
        return render(request, "indicators/regime_preview.html", context, status=409)
    return render(request, "indicators/regime_preview.html", context)


def _keep(form: RegimeForm, definition: RegimeDefinition, user: User) -> Regime:
    if form.regime is None:
        return define_regime(definition=definition, by=user, at=form.at)
    seen = form.said("standing") or None
    return change_regime(regime=form.regime, definition=definition, by=user, at=form.at, seen=seen)


def _frame(form: RegimeForm) -> dict[str, Any]:
    if form.regime is None:
        return {"title": _("Lập chế độ báo cáo"), "address": reverse("regime-new"), "regime": None}
    address = reverse("regime-edit", args=[form.regime.pk])
    return {"title": _("Sửa chế độ báo cáo"), "address": address, "regime": form.regime}


def _form_page(
    request: HttpRequest, form: RegimeForm, owners: list[Unit], *, status: int = 200
) -> HttpResponse:
    views = describe_units(form.askable, on=form.today)
    counts = Counter(view.kind for view in views.values())
    shown = form.kinds | {kind for row in form.rule_rows for kind in row.kinds} | counts.keys()
    kinds = [kind for kind in KINDS if kind in shown]
    calendars = choosable_calendars().order_by("pk")
    names = names_of([owner.pk for owner in owners], on=form.today)
    context = _frame(form) | {
        "form": form,
        "faults": form.faults,
        "fault_count": len(form.faults),
        "typed": {name: form.value(name) for name in _TYPED},
        "frozen": dict.fromkeys(form.frozen, True),
        "owners": [(owner.pk, names[owner.pk], owner.pk == form.owner.pk) for owner in owners],
        "kinds": [(kind, kind_label(kind), counts[kind], kind in form.kinds) for kind in kinds],
        "groups": [(group.code, group.name) for group in all_groups()],
        "calendars": [(one.code, calendar_name(one)) for one in calendars],
        "frequencies": [(one.value, _(words)) for one, words in FREQUENCIES.items()],
        "choices": _choices(),
        "rows": _rows(form, kinds),
        "editions": [(str(value), label) for value, label in reversed(Edition.choices)],
        "days_off": DAYS_OFF.items(),
        "most_rules": MOST_RULES,
        "most_days": MOST_DAYS_BEFORE,
    }
    return render(request, "indicators/regime_form.html", context, status=status)


_TYPED = (
    "code", "name", "legal_basis", "document_number", "document_date", "kind", "subject_scope", "listed",
    "exempt", "subject_group", "filled_by", "checked_by", "speaks_for_whole", "lets_others_enter",
    "placement_kind", "calendar", "frequency", "opens_days_before_end", "closes_days_after", "sign_off",
    "acceptance", "starts_on", "ends_on", "standing",
)  # fmt: skip


def _choices() -> Mapping[str, list[tuple[str, str]]]:
    """(value, words) of the fields that are chosen."""
    return {
        "kind": [(kind.value, str(kind.label)) for kind in KINDS_OF_REGIMES],
        "subject_scope": [
            (Regime.SubjectScope.PROVINCE.value, _("mọi đơn vị thuộc loại dưới đây, trên địa bàn")),
            (Regime.SubjectScope.OWNER.value, _("chỉ các đơn vị trực thuộc cơ quan, thuộc loại dưới đây")),
            (Regime.SubjectScope.LISTED.value, _("danh sách đơn vị ghi dưới đây")),
        ],
        "placement_kind": [
            (Placement.Kind.ADMINISTRATIVE.value, _("theo địa giới hành chính")),
            (Placement.Kind.VERTICAL.value, _("theo ngành dọc")),
        ],
        "sign_off": [
            (Regime.SignOff.BEFORE.value, _("thủ trưởng ký rồi mới gửi")),
            (Regime.SignOff.AFTER.value, _("gửi trước, ký sau: số liệu là tạm tính cho đến khi ký")),
            (Regime.SignOff.NONE.value, _("không cần ký")),
        ],
        "acceptance": [
            (Regime.Acceptance.PERSON.value, _("người duyệt số liệu duyệt từng báo cáo")),
            (Regime.Acceptance.AUTOMATIC.value, _("tự động: số gửi về được tính ngay")),
        ],
    }


def _rows(form: RegimeForm, kinds: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "row": row,
            "kinds": [(kind, kind_label(kind), kind in row.kinds) for kind in kinds],
            "whom": ", ".join(kind_label(kind) for kind in kinds if kind in row.kinds) or _("mọi đơn vị"),
            "ways": ways_with(row.way),
            "fault": form.faults.get(f"rule-{number}", ""),
        }
        for number, row in enumerate(form.rule_rows, 1)
    ]
