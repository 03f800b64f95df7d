"""/che-do/goi/: a regime package is looked at, shown with all it would change here, and written or not."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from indicators.actions.export_regime import export_regime
from indicators.actions.import_regime import SHOWN
from indicators.models import Regime
from indicators.permissions import check_may_keep_lists
from indicators.regime_package.archive import MAX_FILE, PackageRefused
from indicators.regime_package.plan import Choices, PackagePlan
from indicators.regime_package.words import SORTS, refusal_words
from submissions.actions.import_regime import check_regime, import_regime
from submissions.views.indicators import owners_of
from units.asking import day_from, number_from
from units.errors import BadContent, NotWithinReach
from units.models import User
from units.queries import names_of
from units.set_aside import drop, put_aside, take_back

_PURPOSE = "regime"


@require_GET
def regime_file(request: HttpRequest, regime_id: int) -> HttpResponse:
    """/che-do/<số>/goi/: the regime with all it needs, as one file."""
    check_may_keep_lists(_person(request))
    regime = Regime.objects.select_related("calendar", "subject_group").filter(pk=regime_id).first()
    if regime is None:
        raise NotWithinReach(_("Không có chế độ báo cáo này."))
    content = export_regime(regime=regime, by=_person(request), at=timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="che-do-{regime.pk}.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def regime_import(request: HttpRequest) -> HttpResponse:
    """The form; POST reads the file and shows what importing it would do."""
    user = _person(request)
    owners = owners_of(user)
    if request.method != "POST":
        return _form(request, owners)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _form(request, owners, refused=_("Chưa chọn tệp nào. Hãy chọn tệp gói (.zip) rồi xem trước."))
    if (file.size or 0) > MAX_FILE:
        return _form(
            request, owners, refused=refusal_words(PackageRefused("too_big", maximum=MAX_FILE >> 20))
        )
    day, unread = day_from(request.POST, "starts_on")
    if unread or (day is not None and not 1900 <= day.year <= 2200):
        return _form(request, owners, refused=_("Ngày “%(day)s” chưa đọc được.") % {"day": unread or day})
    return _preview(request, owners, file.read(), _choices(request.POST, owners, day))


@require_POST
def regime_import_confirm(request: HttpRequest) -> HttpResponse:
    """Write what was shown, or throw it away."""
    user = _person(request)
    owners = owners_of(user)
    if "drop" in request.POST:
        drop(user=user, purpose=_PURPOSE)
        messages.info(request, _("Đã bỏ gói. Không có gì thay đổi."))
        return redirect("regime-import")
    content, said = take_back(user=user, purpose=_PURPOSE, token=request.POST.get("token", ""))
    starts_on = date.fromisoformat(said["starts_on"]) if said["starts_on"] else None
    choices = Choices(said["owner"], starts_on, said["updates"], said["publishes"])
    try:
        done = import_regime(
            content=content, choices=choices, by=user, at=timezone.now(), digest=said["digest"]
        )
    except BadContent:
        # Something changed here since the preview: it is shown anew, with what is wrong now.
        return _preview(request, owners, content, choices, has_changed=True)
    drop(user=user, purpose=_PURPOSE)
    messages.success(request, _done_words(done))
    return redirect("regimes")


def _choices(given: QueryDict, owners: list[int], day: date | None) -> Choices:
    chosen = number_from(given, "owner", default=0)
    return Choices(
        owner=chosen if chosen in owners else owners[0],
        starts_on=day,
        updates=bool(given.get("updates")),
        publishes=bool(given.get("publishes")),
    )


def _preview(
    request: HttpRequest, owners: list[int], content: bytes, choices: Choices, *, has_changed: bool = False
) -> HttpResponse:
    user = _person(request)
    try:
        plan = check_regime(content, choices, by=user)
    except PackageRefused as refused:
        return _form(request, owners, choices=choices, refused=refusal_words(refused))
    context = {"choices": choices, "plan": plan, "has_changed": has_changed, **_counts(plan)}
    if plan.problems:
        told = [(SORTS[one.sort], one.code, one.message) for one in plan.problems[:SHOWN]]
        return _form(request, owners, problems=told, problem_count=len(plan.problems), **context)
    said = {
        "owner": choices.owner,
        "starts_on": choices.starts_on.isoformat() if choices.starts_on else "",
        "updates": choices.updates,
        "publishes": choices.publishes,
        "digest": plan.digest,
    }
    return _form(request, owners, token=put_aside(content, user=user, purpose=_PURPOSE, said=said), **context)


def _counts(plan: PackagePlan) -> dict[str, Any]:
    changing = [line for line in plan.lines if line.state != "same"]
    return {
        **{state: plan.count(state) for state in ("new", "different", "same", "kept")},
        "rows": [(line, SORTS[line.sort]) for line in changing],
        "name": plan.package.regime["name"],
        "code": plan.package.regime["code"],
        "sender": plan.package.owner,
    }


def _form(
    request: HttpRequest, owners: list[int], *, choices: Choices | None = None, **context: Any
) -> HttpResponse:
    named = names_of(owners, on=timezone.localdate())
    is_refused = "refused" in context or context.get("problems")
    told = {
        "owners": [(pk, named.get(pk, "")) for pk in owners],
        "choices": choices or Choices(owners[0], timezone.localdate()),
        "most_megabytes": MAX_FILE >> 20,
    }
    return render(
        request, "submissions/import_regime.html", told | context, status=422 if is_refused else 200
    )


def _done_words(done: PackagePlan) -> str:
    if done.changes_nothing:
        return _("Mọi nội dung của gói đã có sẵn ở đây; không có gì thay đổi.")
    return _("Đã nạp gói chế độ %(code)s: %(new)d mục mới, %(changed)d mục sửa.") % {
        "code": done.package.regime["code"],
        "new": done.count("new"),
        "changed": done.count("different"),
    }


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
