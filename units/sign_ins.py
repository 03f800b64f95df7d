"""Sign-ins, refusals, locks and sign-outs go into the log."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from units.actions.record_event import record_event
from units.models import User


def connect() -> None:
    """Listen to Django's and axes' signals; called once, when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="units.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="units.signed_out")
    user_login_failed.connect(_refused, dispatch_uid="units.sign_in_refused")
    user_locked_out.connect(_locked, dispatch_uid="units.locked_out")


def _signed_in(sender: Any, request: HttpRequest, user: User, **_kwargs: Any) -> None:
    _record("user.signed_in", request, user=user)


def _signed_out(sender: Any, request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    if user is not None:
        _record("user.signed_out", request, user=user)


def _refused(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any
) -> None:
    _record("user.sign_in_refused", request, username=str(credentials.get("username", "")))


def _locked(sender: Any, request: HttpRequest, username: str = "", **_kwargs: Any) -> None:
    _record("user.locked_out", request, username=username or "")


def locked_page(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """What a person sees after too many wrong passwords (AXES_LOCKOUT_CALLABLE)."""
    return render(request, "units/locked.html", status=429)


def _record(kind: str, request: HttpRequest | None, *, user: User | None = None, username: str = "") -> None:
    """Write the event; what somebody typed as a name is cut, and the password never comes here."""
    data = {"address": request.META.get("REMOTE_ADDR", "") if request is not None else ""}
    if username:
        data["username"] = username[:150]
    record_event(kind=kind, by=user, at=timezone.now(), subject=user, data=data)
