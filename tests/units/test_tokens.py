"""Tokens are narrow, short-lived, kept only as a hash; they open no session and never widen."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.utils import timezone
from ninja.errors import AuthenticationError, HttpError

from tests.cast import Cast, build_cast
from units.actions.create_token import create_token
from units.actions.revoke_token import revoke_token
from units.api_auth import Bearer, Session, check_scope
from units.errors import BadContent, NotAllowed, NotWithinReach
from units.models import ApiToken, Event, User
from units.reach import reachable_unit_ids, writable_unit_ids
from units.tokens import digest_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def token_for(user: User, *scopes: str, **more: object) -> str:
    return create_token(user=user, name="t", scopes=scopes, by=None, at=timezone.now(), **more)[1]  # type: ignore[arg-type]


def test_the_command_prints_the_token_as_its_last_word_and_keeps_only_the_hash(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("create_token", "lan", "--name", "máy của xã", "--scope", "read,submit", "--days", "7")
    token = capsys.readouterr().out.split()[-1]
    row = ApiToken.objects.get()
    assert (row.digest, row.scopes, row.user) == (digest_of(token), "read,submit", cast.lan)
    assert token not in str(list(ApiToken.objects.values()) + list(Event.objects.values()))


@pytest.mark.parametrize(
    ("person", "scope"),
    [("lan", "review"), ("lan", "admin"), ("hoa", "submit"), ("dung", "admin"), ("lan", "all")],
)
def test_a_token_is_no_broader_than_the_person(cast: Cast, person: str, scope: str) -> None:
    with pytest.raises(BadContent):
        token_for(cast.users[person], scope)


def test_a_token_cannot_name_a_unit_out_of_reach(cast: Cast) -> None:
    with pytest.raises(NotWithinReach):
        token_for(cast.lan, "read", unit=cast.tien_lu)
    with pytest.raises(CommandError, match="phạm vi"):
        call_command("create_token", "lan", "--name", "x", "--unit", "11407")


def test_a_bearer_acts_as_its_person_within_its_scopes_and_unit(cast: Cast) -> None:
    token = token_for(cast.quan, "read", unit=cast.dong_hung)
    request = RequestFactory().get("/")
    user = Bearer().authenticate(request, token)
    assert request.user == user == cast.quan
    check_scope(request, "read")
    with pytest.raises(NotAllowed):
        check_scope(request, "admin")
    assert writable_unit_ids(user) == {cast.dong_hung.pk}
    assert cast.tien_lu.pk not in reachable_unit_ids(user)
    assert ApiToken.objects.get().last_used_at is not None


def test_wrong_expired_revoked_and_disabled_are_refused(cast: Cast) -> None:
    old = create_token(user=cast.lan, name="old", days=1, by=None, at=timezone.now() - timedelta(days=2))[1]
    row, revoked = create_token(user=cast.lan, name="r", by=None, at=timezone.now())
    revoke_token(token=row, by=cast.lan, at=timezone.now())
    disabled = token_for(cast.son, "read")
    User.objects.filter(pk=cast.son.pk).update(is_active=False)
    for token in (old, revoked, disabled, "", "wrong", "\ud800", "bcs_" + "x" * 10_000):
        with pytest.raises(AuthenticationError):
            Bearer().authenticate(RequestFactory().get("/"), token)


def test_somebody_elses_token_cannot_be_revoked(cast: Cast) -> None:
    row, _token = create_token(user=cast.lan, name="r", by=None, at=timezone.now())
    with pytest.raises(NotAllowed):
        revoke_token(token=row, by=cast.minh, at=timezone.now())


def test_a_token_opens_no_session(cast: Cast) -> None:
    client = Client(headers={"authorization": f"Bearer {token_for(cast.lan, 'read')}"})
    answer = client.get("/api/v1/units")
    assert answer.status_code == 200
    assert not answer.cookies
    assert client.get("/don-vi/").status_code == 302


def test_a_wrong_token_never_falls_back_to_the_cookie(cast: Cast) -> None:
    client = Client(headers={"authorization": "Bearer wrong"})
    client.force_login(cast.lan, backend="units.backends.PasswordBackend")
    assert client.get("/api/v1/units").status_code == 401


def test_a_session_needs_its_csrf_token_to_change_anything(cast: Cast) -> None:
    request = RequestFactory().post("/api/v1/anything")
    request.user = cast.lan
    request._dont_enforce_csrf_checks = False  # type: ignore[attr-defined]
    with pytest.raises(HttpError, match="CSRF"):
        Session(csrf=True)(request)


def test_a_leaked_token_is_revoked_by_its_name_from_the_command_line(cast: Cast) -> None:
    row, token = create_token(user=cast.lan, name="máy trạm y tế", by=None, at=timezone.now())
    with pytest.raises(CommandError, match="Hiện có: “máy trạm y tế”"):
        call_command("revoke_token", "lan", name="máy khác")
    out = StringIO()
    call_command("revoke_token", "lan", name="máy trạm y tế", stdout=out)
    assert "Đã thu hồi 1 mã" in out.getvalue()
    row.refresh_from_db()
    assert row.revoked_at is not None
    assert (
        Client().get("/api/v1/assignments", headers={"authorization": f"Bearer {token}"}).status_code == 401
    )
    with pytest.raises(CommandError, match="không có mã nào"):
        call_command("revoke_token", "lan", name="máy trạm y tế")
