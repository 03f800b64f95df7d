"""Starting a form without a file, or the next version of one that is published."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.actions.begin_form import begin_form, begin_version
from indicators.models import Template
from indicators.permissions import agencies_of
from units.asking import number_from
from units.errors import BadContent, Conflict, NotWithinReach
from units.models import User
from units.queries import names_of


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Code and title of a new form; POST opens the designer on it."""
    assert isinstance(request.user, User)
    owners = agencies_of(request.user)
    refused = ""
    if request.method == "POST":
        chosen = number_from(request.POST, "owner", default=owners[0].pk)
        owner = next((one for one in owners if one.pk == chosen), owners[0])
        try:
            draft = begin_form(
                code=request.POST.get("code", ""), title=request.POST.get("title", ""), owner=owner,
                by=request.user, at=timezone.now(),
            )  # fmt: skip
            return redirect("template-design", draft.pk)
        except BadContent as bad:
            refused = " ".join(bad.messages)
        except Conflict as conflict:
            refused = conflict.message
    named = names_of([owner.pk for owner in owners], on=timezone.localdate())
    context = {
        "owners": [(owner.pk, named.get(owner.pk, "")) for owner in owners],
        "chosen": number_from(request.POST, "owner", default=owners[0].pk),
        "code": request.POST.get("code", "")[:60],
        "title": request.POST.get("title", "")[:300],
        "refused": refused,
    }
    return render(request, "indicators/begin_form.html", context, status=422 if refused else 200)


@require_POST
def begin_next(request: HttpRequest, template_id: int) -> HttpResponse:
    """The next version of a published form, opened in the designer."""
    assert isinstance(request.user, User)
    template = Template.objects.select_related("regime__owner").filter(pk=template_id).first()
    if template is None:
        raise NotWithinReach(_("Không có biểu mẫu này."))
    try:
        draft = begin_version(template=template, by=request.user, at=timezone.now())
    except Conflict as conflict:
        messages.error(request, conflict.message)
        return redirect("template", template.pk)
    return redirect("template-draft", draft.pk)
