"""The document (PDF) of a regime: its officer adds it, those whom the regime concerns may fetch it."""

from urllib.parse import quote

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from indicators.actions.add_document import MAX_BYTES, add_document
from indicators.models import RegimeDocument
from indicators.permissions import check_may_manage_regime
from indicators.views.regimes import found_regime, regime_within_reach
from units.errors import BadContent, NotWithinReach
from units.models import User


@require_POST
def document_add(request: HttpRequest, regime_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    regime = found_regime(regime_id)
    check_may_manage_regime(user, regime)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        messages.error(request, _("Chưa chọn tệp nào. Hãy chọn tệp PDF rồi nạp lại."))
        return redirect("regime", regime.pk)
    try:
        # One byte more than is taken says that it is too large, whatever its size.
        content = file.read(MAX_BYTES + 1)
        kept = add_document(regime=regime, name=file.name or "", content=content, by=user, at=timezone.now())
    except BadContent as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("Đã lưu văn bản %(name)s.") % {"name": kept.name})
    return redirect("regime", regime.pk)


@require_GET
def document(request: HttpRequest, regime_id: int, document_id: int) -> HttpResponse:
    """The file as a download: nothing in it runs in this site's name."""
    regime = regime_within_reach(request, regime_id)
    found = RegimeDocument.objects.filter(pk=document_id, regime=regime).first()
    if found is None:
        raise NotWithinReach(_("Không có văn bản này."))
    headers = {
        "Content-Disposition": f"attachment; filename=\"van-ban.pdf\"; filename*=UTF-8''{quote(found.name)}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(bytes(found.content), content_type="application/pdf", headers=headers)
