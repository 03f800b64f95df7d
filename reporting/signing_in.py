"""Who is not signed in comes to the log-in page, and from there to a page that can be opened."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _


class SignInFirstMiddleware(LoginRequiredMiddleware):
    """A button pressed after the session ended leads back to its page: its own address opens nothing."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        is_person = "text/html" in request.headers.get("Accept", "")
        if is_person and request.path != reverse("logout"):
            messages.warning(
                request,
                _("Phiên làm việc đã hết, việc vừa bấm chưa được làm. Hãy đăng nhập rồi bấm lại."),
            )
        return redirect_to_login(_page_of(request), self.get_login_url(view_func))


def _page_of(request: HttpRequest) -> str:
    """The page on which the button is, else the first one."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(page)
    return parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
