"""Sign-in, sessions and tokens under attack, through HTTP as an attacker meets them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from reporting.api import api
from tests.cast import PASSWORD, Cast, build_cast
from units.actions.create_token import create_token
from units.actions.end_membership import end_membership
from units.models import ApiToken, Membership, User

pytestmark = pytest.mark.django_db
EVIL = [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
    "https:evil.example", "///evil.example", " //evil.example", "/\t/evil.example",
    "http://testserver@evil.example",
]  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def sign_in(client: Client, username: str = "lan", password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/dang-nhap/", {"username": username, "password": password}, **more)


def bearer(user: User, *scopes: str, **more: Any) -> Client:
    token = create_token(user=user, name="t", scopes=scopes, by=None, at=timezone.now(), **more)[1]
    return Client(headers={"authorization": f"Bearer {token}"})


# ---- signing in --------------------------------------------------------------------------------------------


def test_a_wrong_password_a_wrong_name_and_a_disabled_account_look_alike(cast: Cast) -> None:
    User.objects.filter(pk=cast.son.pk).update(is_active=False)
    tried = [("lan", "wrong"), ("nobody", "wrong"), ("son", PASSWORD), ("son", "wrong")]
    answers = [sign_in(Client(), *pair) for pair in tried]
    assert {answer.status_code for answer in answers} == {200}
    pages = {
        answer.content.decode().replace(f'value="{name}"', "").partition("csrfmiddlewaretoken")[0]
        + str(answer.context["form"].errors)
        for (name, _password), answer in zip(tried, answers, strict=True)
    }
    assert len(pages) == 1


@pytest.mark.parametrize("spelling", [" lan", "lan ", "ｌan", "laｎ", "\u2003lan"])
def test_the_lock_is_not_passed_by_spelling_a_name_otherwise(cast: Cast, spelling: str) -> None:
    assert sign_in(Client(), spelling).status_code == 302, "the same account"
    for name in ["lan", spelling] * 3:
        sign_in(Client(), name, "wrong")
    assert sign_in(Client(), spelling).status_code == sign_in(Client()).status_code == 429


@pytest.mark.parametrize("name", ["LAN", "l\u200ban", "lan\x00", "lan'--", "lan\n", "", "x" * 100_000])
def test_other_names_and_hostile_ones_open_nothing(cast: Cast, name: str) -> None:
    long = {"user-agent": "x" * 20_000, "accept": "x" * 20_000, "accept-language": "x" * 20_000}
    answer = sign_in(Client(headers=long), name, "wrong" if name == "lan\n" else PASSWORD)
    assert answer.status_code == 200


def test_the_lock_is_not_passed_by_a_forged_address(cast: Cast) -> None:
    for turn in range(6):
        address = f"10.0.0.{turn}"
        answer = sign_in(
            Client(),
            "lan",
            "wrong",
            headers={"X-Forwarded-For": address, "X-Real-IP": address, "Forwarded": address},
        )
    assert answer.status_code == 429
    assert sign_in(Client(), headers={"X-Forwarded-For": "10.9.9.9"}).status_code == 429


def test_signing_in_needs_its_own_csrf_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    client.get("/dang-nhap/")
    token = client.cookies["csrftoken"].value
    form = {"username": "lan", "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post("/dang-nhap/", form).status_code == 302


@pytest.mark.parametrize("address", EVIL)
def test_nothing_sends_a_person_elsewhere(cast: Cast, address: str) -> None:
    client = Client()
    for answer in (
        client.post("/dang-nhap/", {"username": "lan", "password": PASSWORD, "next": address}),
        client.get("/dang-nhap/", {"next": address}),
        client.post(reverse("set_language"), {"language": "en", "next": address}),
        client.post(reverse("set_language"), {"language": "en"}, headers={"referer": address}),
        client.post("/dang-xuat/", {"next": address}),
    ):
        assert answer.status_code == 302
        assert "evil" not in answer["Location"]
        assert "javascript" not in answer["Location"]


@pytest.mark.parametrize("address", EVIL)
def test_a_refusal_does_not_lead_back_to_where_it_was_not_from(cast: Cast, address: str) -> None:
    client = Client()
    client.force_login(cast.lan, backend="units.backends.PasswordBackend")
    page = client.get("/nhat-ky/", headers={"referer": address})
    assert page.status_code == 403
    assert "evil" not in page.content.decode()
    assert "javascript:" not in page.content.decode()


# ---- sessions ----------------------------------------------------------------------------------------------


def test_a_session_known_before_is_worth_nothing_after_signing_in_or_out(cast: Cast) -> None:
    client = Client()
    client.session["language"] = "en"
    planted = client.session.session_key
    assert planted is not None
    client.cookies["sessionid"] = planted
    sign_in(client, "lan")
    own = client.cookies["sessionid"].value
    assert own != planted
    assert Client(headers={"cookie": f"sessionid={planted}"}).get("/").status_code == 302
    client.post("/dang-xuat/")
    assert Client(headers={"cookie": f"sessionid={own}"}).get("/").status_code == 302
    assert not Session.objects.filter(session_key__in=[planted, own]).exists()
    forged = Client(headers={"cookie": "sessionid=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    sign_in(forged)
    assert forged.cookies["sessionid"].value != "a" * 32


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(cast: Cast) -> None:
    client = Client()
    client.get("/dang-nhap/")
    sign_in(client)
    session = client.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == client.cookies["csrftoken"]["samesite"] == "Lax"
    with override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True):
        client = Client()
        sign_in(client, secure=True)
        assert client.cookies["sessionid"]["secure"]


@pytest.mark.parametrize("change", ["disabled", "password"])
def test_an_open_session_ends_with_the_account_or_its_password(cast: Cast, change: str) -> None:
    client = Client()
    sign_in(client)
    assert client.get("/").status_code == 200
    if change == "disabled":
        User.objects.filter(pk=cast.lan.pk).update(is_active=False)
    else:
        cast.lan.set_password("một mật khẩu khác")
        cast.lan.save()
    assert client.get("/").status_code == 302
    assert client.get("/api/v1/units").status_code == 401


def test_a_role_that_ended_opens_nothing_in_a_session_that_goes_on(cast: Cast) -> None:
    client = Client()
    sign_in(client, "quan")
    assert client.get("/nhat-ky/").status_code == 200
    for held in Membership.objects.filter(user=cast.quan):
        end_membership(
            membership=held, until=timezone.localdate() - timedelta(days=1), by=None, at=timezone.now()
        )
    assert client.get("/nhat-ky/").status_code == 403
    assert client.get("/api/v1/units").json()["items"] == []
    assert client.get("/api/v1/jobs").status_code == 403


@pytest.mark.parametrize(
    ("moment", "holds"),
    [
        (datetime(2026, 6, 30, 16, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 6, 30, 17, 0, 0, tzinfo=UTC), False),
    ],
)
def test_a_role_ends_with_the_last_second_of_its_day_here(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, moment: datetime, holds: bool
) -> None:
    Membership.objects.filter(user=cast.thanh).update(valid_to=datetime(2026, 6, 30, tzinfo=UTC).date())
    client = Client()
    client.force_login(cast.fresh("thanh"), backend="units.backends.PasswordBackend")
    Session.objects.update(expire_date=datetime(2027, 1, 1, tzinfo=UTC))
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    assert client.get("/nhat-ky/").status_code == (200 if holds else 403)


# ---- tokens ------------------------------------------------------------------------------------------------


def test_a_session_needs_csrf_for_every_operation_that_writes(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.quan, backend="units.backends.PasswordBackend")
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1").get("paths", {}).items():
        for method in {"post", "put", "patch", "delete"} & set(methods):
            address = path.replace("{name}", "clear_expired")
            for name in (
                "assignment_id",
                "submission_id",
                "enclosure_id",
                "batch_id",
                "delegation_id",
                "handover_id",
                "role_id",
                "ended_id",
            ):
                address = address.replace("{" + name + "}", "1")
            answer = client.generic(method.upper(), address, b"{}", "application/json")
            assert answer.status_code == 403, (method, path)
            assert answer["Content-Type"] == "application/problem+json"


def test_a_token_is_not_sent_in_an_address_or_a_cookie(cast: Cast) -> None:
    token = create_token(user=cast.lan, name="t", by=None, at=timezone.now())[1]
    for client, query in [
        (Client(), f"?token={token}&access_token={token}&key={token}"),
        (Client(headers={"cookie": f"token={token}; sessionid={token}"}), ""),
        (Client(headers={"authorization": f"Basic {token}"}), ""),
        (Client(headers={"authorization": f"Token {token}"}), ""),
    ]:
        assert client.get(f"/api/v1/units{query}").status_code == 401


def test_no_token_makes_tokens_users_roles_or_sessions(cast: Cast) -> None:
    paths = " ".join(api.get_openapi_schema(path_prefix="").get("paths", {}))
    for word in ("token", "user", "member", "session", "login", "password"):
        assert word not in paths
    client = bearer(cast.quan, "read", "admin")
    for path in ("/", "/nguoi-dung/", "/nhat-ky/", "/jobs"):
        assert client.get(path).status_code == 302, path
    assert client.post("/jobs/clear_expired/run").status_code in (302, 403)
    assert not client.cookies
    assert not Session.objects.exists()


@pytest.mark.parametrize("scope", ["read", "submit", "review"])
def test_a_scope_is_for_its_own_operations(cast: Cast, scope: str) -> None:
    """Even in the hands of a person who may do everything."""
    for role in ("clerk", "head", "reviewer", "administrator"):
        Membership.objects.get_or_create(
            user=cast.quan, unit=cast.province, role=role, defaults={"valid_from": timezone.localdate()}
        )
    client = bearer(cast.fresh("quan"), scope)
    assert (client.get("/api/v1/units").status_code == 200) is (scope == "read")
    assert (client.get("/api/v1/jobs").status_code == 200) is (scope == "read")
    assert client.post("/api/v1/jobs/clear_expired/run").status_code == 403
    sheet = client.put("/api/v1/assignments/1/sheet", "{}", "application/json", headers={"If-Match": "*"})
    assert sheet.status_code == (404 if scope == "submit" else 403)
    accepted = client.post("/api/v1/submissions/1/accept", "{}", "application/json")
    assert accepted.status_code == (404 if scope == "review" else 403)


def test_a_token_loses_what_its_person_loses(cast: Cast) -> None:
    client = bearer(cast.quan, "read", "admin")
    assert client.post("/api/v1/jobs/clear_expired/run").status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    for held in Membership.objects.filter(user=cast.quan):
        end_membership(membership=held, until=yesterday, by=None, at=timezone.now())
    assert client.post("/api/v1/jobs/clear_expired/run").status_code == 403
    assert client.get("/api/v1/jobs").status_code == 403
    assert client.get("/api/v1/units").json() == {"items": [], "count": 0}


def test_a_token_for_one_unit_reaches_nothing_of_the_whole_house(cast: Cast) -> None:
    client = bearer(cast.quan, "read", "admin", unit=cast.dong_hung)
    assert [unit["code"] for unit in client.get("/api/v1/units").json()["items"]] == ["12688"]
    for path in ("/units/33", "/units/12361", "/units/12361/history"):
        assert client.get(f"/api/v1{path}").status_code == 404
    assert client.get("/api/v1/jobs").status_code == 403
    assert client.post("/api/v1/jobs/clear_expired/run").status_code == 403


def test_a_token_ends_with_its_last_second(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row, token = create_token(user=cast.lan, name="t", days=1, by=None, at=timezone.now())
    client = Client(headers={"authorization": f"Bearer {token}"})
    tick: Callable[[timedelta], None] = lambda by: monkeypatch.setattr(  # noqa: E731
        "django.utils.timezone.now", lambda: row.expires_at + by
    )
    tick(timedelta(microseconds=-1))
    assert client.get("/api/v1/units").status_code == 200
    tick(timedelta(0))
    assert client.get("/api/v1/units").status_code == 401


def test_what_is_kept_of_a_token_does_not_open_anything(cast: Cast) -> None:
    bearer(cast.lan, "read")
    row = ApiToken.objects.get()
    for stolen in (row.digest, f"bcs_{row.digest}", json.dumps(row.scopes), row.name):
        client = Client(headers={"authorization": f"Bearer {stolen}"})
        assert client.get("/api/v1/units").status_code == 401
