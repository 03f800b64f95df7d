"""Tải Excel: the official form as a workbook."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from submissions.actions.hand_out_workbook import hand_out_workbook
from submissions.queries import submission_for
from units.models import User

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def workbook(request: HttpRequest, assignment_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    file_name, content = hand_out_workbook(submission=submission, by=user, at=timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=XLSX, headers=headers)
