"""`/dot-bao-cao/dot-xuat/`: an ad-hoc request on one page, with the chosen units said as one chooses."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.ad_hoc import MOST_DECIMALS, MOST_LINES
from indicators.models import Regime
from indicators.permissions import agencies_of
from submissions.actions.ask_ad_hoc import ask_ad_hoc
from submissions.ad_hoc_form import HOURS, QuickForm
from submissions.queries import without_people
from submissions.wording import moment_words
from units.errors import BadContent
from units.groups import all_groups
from units.kinds import KINDS, kind_label
from units.models import Unit, User
from units.queries import describe_units, in_order

MEASURES = (
    "người",
    "hộ",
    "nhà",
    "ha",
    "tấn",
    "con",
    "trường",
    "cầu",
    "km",
    "m",
    "triệu đồng",
    "tỷ đồng",
    "%",
)
NAMED = 200


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    owners = agencies_of(user)
    form = _form(request, owners)
    if request.method != "POST" or request.POST.get("buoc") in ("them", "xem"):
        return _page(request, form, owners)
    try:
        opened = ask_ad_hoc(asked=form.asked(), by=user, at=timezone.now())
    except BadContent as error:
        form.refuse(error)
        return _page(request, form, owners, refused=error.messages[0])
    messages.success(
        request,
        _("Đã gửi yêu cầu %(code)s đến %(count)d đơn vị, hạn %(due)s.")
        % {
            "code": opened.template.code,
            "count": opened.assignments.count(),
            "due": moment_words(opened.due_at),
        },
    )
    return redirect("round", opened.pk)


@require_POST
def chosen_units(request: HttpRequest) -> HttpResponse:
    """What the choice on the form means, for the page to show as one chooses."""
    user = request.user
    assert isinstance(user, User)
    form = _form(request, agencies_of(user))
    return render(request, "submissions/chosen_units.html", _chosen(form))


def _form(request: HttpRequest, owners: list[Unit]) -> QuickForm:
    given = request.POST if request.method == "POST" else _afresh(owners)
    owner = next((one for one in owners if str(one.pk) == given.get("co-quan")), owners[0])
    return QuickForm(given, owner, timezone.now(), is_new=request.method != "POST")


def _afresh(owners: list[Unit]) -> QueryDict:
    """What a form says before anybody typed: by three hours, without a signature, accepted by itself."""
    given = QueryDict(mutable=True)
    given.update(
        {"han": "gio", "so-gio": "3", "ky": Regime.SignOff.NONE, "duyet": Regime.Acceptance.AUTOMATIC}
    )
    return given


def _page(request: HttpRequest, form: QuickForm, owners: list[Unit], *, refused: str = "") -> HttpResponse:
    today = timezone.localdate()
    views = describe_units([*form.within, *(owner.pk for owner in owners)], on=today)
    counts = Counter(views[unit].kind for unit in form.within if unit in views)
    names = {owner.pk: views[owner.pk] for owner in owners}
    context: dict[str, Any] = {
        "form": form,
        "rows": [
            (number, line, {name: form.faults.get(f"line-{number}-{name}", "") for name in _PARTS})
            for number, line in enumerate(form.rows, 1)
        ],
        "most_lines": MOST_LINES,
        "decimals": range(MOST_DECIMALS + 1),
        "measures": MEASURES,
        "kinds": [
            (kind, kind_label(kind), counts[kind], kind in form.kinds) for kind in KINDS if kind in counts
        ],
        "groups": all_groups(),
        "given": {
            name: form.said(name) for name in ("title", "trong", "nhom", "ma", "tru", "luc", "ky", "duyet")
        },
        "hours": HOURS,
        "hours_given": form.said("so-gio"),
        "repeat_until": form.said("lap-den"),
        "ticked": {"lap": form.is_ticked("lap"), "nhac": form.is_ticked("nhac", by_default=True)},
        "sign_offs": [
            (Regime.SignOff.NONE.value, _("không cần ký: người lập gửi ngay")),
            (Regime.SignOff.BEFORE.value, _("thủ trưởng ký rồi mới gửi")),
        ],
        "acceptances": [
            (Regime.Acceptance.AUTOMATIC.value, _("tự động: số gửi về được tính ngay")),
            (Regime.Acceptance.PERSON.value, _("người duyệt số liệu duyệt từng báo cáo")),
        ],
        "owners": [(view.id, view.full_name, view.id == form.owner.pk) for view in in_order(names.values())],
        "owner": names[form.owner.pk].full_name,
        "faults": form.faults,
        "refused": refused,
        **_chosen(form),
    }
    return render(request, "submissions/ad_hoc.html", context, status=422 if refused else 200)


_PARTS = ("label", "unit", "decimals", "note")


def _chosen(form: QuickForm) -> dict[str, Any]:
    chosen = form.chosen
    return {
        "chosen": chosen,
        "named": chosen.units[:NAMED],
        "more": max(0, len(chosen.units) - NAMED),
        "nobody": in_order(without_people(chosen.units)),
        "choice_faults": [form.faults[name] for name in ("trong", "nhom", "ma") if form.faults.get(name)],
    }
