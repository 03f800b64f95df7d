"""/bieu-mau/nhap/: an agency's own Excel form is brought in."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from submissions.actions.import_template import import_template
from submissions.workbooks.package import MAX_FILE
from units.asking import number_from
from units.errors import BadContent, Conflict, NotAllowed
from units.models import Role, Unit, User
from units.permissions import VERBS, units_where
from units.queries import names_of

_OFFICERS = [role for role in Role.values if "define" in VERBS[Role(role)]]


@require_http_methods(["GET", "HEAD", "POST"])
def import_template_form(request: HttpRequest) -> HttpResponse:
    """The form to choose a file; POST reads it and opens the draft."""
    user = request.user
    assert isinstance(user, User)
    owners = sorted(units_where(user, _OFFICERS))
    if not owners:
        raise NotAllowed(_("Chỉ công chức phụ trách chế độ báo cáo mới nhập được biểu mẫu."))
    if request.method != "POST":
        return _form(request, owners)
    file, chosen = request.FILES.get("file"), number_from(request.POST, "owner", default=0)
    if not isinstance(file, UploadedFile):
        return _form(request, owners, refused=_("Chưa chọn tệp nào. Hãy chọn tệp Excel của biểu mẫu."))
    if (file.size or 0) > MAX_FILE:
        return _form(request, owners, refused=_("Tệp lớn hơn %(n)d MB.") % {"n": MAX_FILE >> 20})
    owner = Unit.objects.get(pk=chosen if chosen in owners else owners[0])
    try:
        made = import_template(
            name=file.name or "", content=file.read(), code=request.POST.get("code", ""), owner=owner,
            by=user, at=timezone.now(),
        )  # fmt: skip
    except BadContent as refused:
        return _form(request, owners, refused=" ".join(refused.messages), file_name=file.name or "")
    except Conflict as conflict:
        return _form(request, owners, refused=conflict.message, file_name=file.name or "")
    return redirect("template-draft", made.draft.pk)


def _form(request: HttpRequest, owners: list[int], *, refused: str = "", file_name: str = "") -> HttpResponse:
    named = names_of(owners, on=timezone.localdate())
    context = {
        "owners": [(owner, named.get(owner, "")) for owner in owners],
        "code": request.POST.get("code", "")[:60],
        "chosen": number_from(request.POST, "owner", default=owners[0]),
        "refused": refused,
        "file_name": file_name,
        "most": MAX_FILE >> 20,
    }
    return render(request, "submissions/import_form.html", context, status=422 if refused else 200)
