"""`/bao-cao/ngoai-tuyen.js`: the service worker of forms, from an address whose pages it may answer for."""

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET


@login_not_required
@require_GET
def form_worker(_request: HttpRequest) -> HttpResponse:
    """A worker answers for addresses under its own only, so it is not served from the static files. Browsers
    ask for a newer one themselves, also when nobody is signed in; there is nothing of anybody in it."""
    found = finders.find("js/form-worker.js")
    assert isinstance(found, str)
    return HttpResponse(
        Path(found).read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8"
    )
