"""`/don-vi/<số>/mot-nguoi/`: whether one person may fill in and sign the unit's reports."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from units.actions.allow_one_person import allow_one_person
from units.actions.require_two_people import require_two_people
from units.models import Unit, User
from units.reach import check_within_reach


@require_POST
def set_one_person(request: HttpRequest, unit_id: int) -> HttpResponse:
    """`allow` 1: one person may do both; anything else: two people are needed."""
    check_within_reach(request.user, unit_id)
    unit, by = get_object_or_404(Unit, pk=unit_id), request.user
    assert isinstance(by, User)
    if request.POST.get("allow") == "1":
        allow_one_person(unit=unit, by=by, at=timezone.now())
        said = _("Từ nay một người được vừa lập biểu vừa ký báo cáo của đơn vị. Bỏ được bất cứ lúc nào.")
    else:
        require_two_people(unit=unit, by=by, at=timezone.now())
        said = _("Từ nay người lập biểu không tự ký báo cáo của mình. Báo cáo đã ký giữ nguyên.")
    messages.success(request, said)
    return redirect(f"{reverse('unit', args=[unit_id])}#mot-nguoi")
