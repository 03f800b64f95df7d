"""The calendar of one's deadlines: read without signing in, by whoever has the address, until revoked."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from indicators.actions.extend_deadline import extend_deadline
from submissions.actions.make_calendar_feed import make_calendar_feed
from submissions.actions.revoke_calendar_feed import revoke_calendar_feed
from submissions.calendar_text import Entry, calendar_text, folded
from submissions.models import CalendarFeed, Status
from submissions.views.calendar_feed import PER_MINUTE
from tests.submissions.factories import AT, World, bring_to
from units.models import Event

DUE = datetime(2026, 10, 7, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nobody_asked_yet() -> None:
    cache.clear()


def read(token: str, **more: Any) -> Any:
    return Client().get(f"/lich-nhac-han/{token}.ics", **more)


def events(token: str) -> list[Any]:
    answer = read(token)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


# ---- the file ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_calendar_shows_open_deadlines_and_no_figures(world: World) -> None:
    token = make_calendar_feed(user=world.cast.lan, at=AT)
    [event] = events(token)
    assert event["SUMMARY"] == "Hạn gửi: Biểu thử (T/01), 9 tháng năm 2026"
    assert event["DESCRIPTION"] == "Xã Đông Hưng, hạn 17:00 07/10/2026"
    assert event.decoded("DTSTART") == DUE
    assert event["URL"] == f"http://testserver/bao-cao/{world.submission.assignment_id}/"
    bring_to(world, Status.SUBMITTED)
    assert events(token) == []


@pytest.mark.django_db
def test_a_deadline_that_moves_keeps_its_uid_and_has_the_next_sequence(world: World) -> None:
    token = make_calendar_feed(user=world.cast.lan, at=AT)
    [before], [same] = events(token), events(token)
    until = DUE + timedelta(days=3)
    extend_deadline(
        assignments=[world.submission.assignment], until=until, reason="Bão", by=world.cast.nga, at=AT
    )
    [after] = events(token)
    assert [event["UID"] for event in (before, same, after)] == [before["UID"]] * 3
    assert [event["SEQUENCE"] for event in (before, same, after)] == [0, 0, 1]
    assert after.decoded("DTSTART") == until
    assert after.decoded("DTSTAMP") > AT


# ---- who may ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_only_the_digest_of_the_token_is_kept(world: World) -> None:
    token = make_calendar_feed(user=world.cast.lan, at=AT)
    feed = CalendarFeed.objects.get()
    assert token not in {feed.digest, str(feed), *Event.objects.values_list("data", flat=True)}
    assert len(feed.digest) == 64


@pytest.mark.django_db
def test_a_wrong_a_revoked_and_a_replaced_token_open_nothing(world: World) -> None:
    first = make_calendar_feed(user=world.cast.lan, at=AT)
    second = make_calendar_feed(user=world.cast.lan, at=AT)
    assert [read(token).status_code for token in ("nobody", first, second)] == [404, 404, 200]
    assert revoke_calendar_feed(user=world.cast.lan, at=AT)
    assert not revoke_calendar_feed(user=world.cast.lan, at=AT)
    assert read(second).status_code == 404


@pytest.mark.django_db
def test_whoever_may_not_sign_in_any_more_has_no_calendar(world: World) -> None:
    token = make_calendar_feed(user=world.cast.lan, at=AT)
    world.cast.lan.is_active = False
    world.cast.lan.save()
    assert read(token).status_code == 404


@pytest.mark.django_db
def test_the_token_opens_no_page_and_no_session(world: World) -> None:
    token = make_calendar_feed(user=world.cast.lan, at=AT)
    client = Client()
    assert client.get(f"/lich-nhac-han/{token}.ics").cookies == {}
    assert client.get("/").status_code == 302
    assert client.get("/api/v1/units", headers={"Authorization": f"Bearer {token}"}).status_code == 401


@pytest.mark.django_db
def test_guessing_is_slowed_down(world: World) -> None:
    token = make_calendar_feed(user=world.cast.lan, at=AT)
    answers = {read(f"guess{n}").status_code for n in range(2 * PER_MINUTE + 1)}
    assert answers == {404, 429}
    assert read(token, REMOTE_ADDR="10.0.0.9").status_code == 200


# ---- the page ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_address_is_shown_once_and_can_be_revoked(world: World) -> None:
    client = Client()
    client.force_login(world.cast.lan)
    assert "/lich-nhac-han/" in client.get("/").content.decode()
    assert "Chưa có địa chỉ lịch" in client.get("/lich-nhac-han/").content.decode()
    made = client.post("/lich-nhac-han/tao/").content.decode()
    address = made.partition('value="http://testserver')[2].partition('"')[0]
    assert Client().get(address).status_code == 200
    again = client.get("/lich-nhac-han/").content.decode()
    assert address not in again
    assert "Ứng dụng lịch đọc lần cuối lúc" in again
    assert "Đã thu hồi" in client.post("/lich-nhac-han/thu-hoi/", follow=True).content.decode()
    assert Client().get(address).status_code == 404


# ---- the text ---------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"]), max_size=200)


@given(summary=WORDS, description=WORDS, lines=st.integers(0, 3))
def test_whatever_is_written_is_read_back(summary: str, description: str, lines: int) -> None:
    said = "\n".join([description] * (lines + 1))
    text = calendar_text([Entry("duty-1@x", DUE, 2, AT, summary, said, "http://x/1/")], name=summary)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    [event] = Calendar.from_ical(text).walk("VEVENT")
    kept = "".join(char for char in summary if char.isprintable())
    assert str(event["SUMMARY"]) == kept
    assert str(event["DESCRIPTION"]) == "".join(char for char in said if char == "\n" or char.isprintable())
    assert (event["SEQUENCE"], event.decoded("DTSTART")) == (2, DUE)


def test_a_hostile_name_starts_no_line_of_its_own() -> None:
    text = calendar_text(
        [Entry("duty-1@x", DUE, 0, AT, "A\r\nBEGIN:VEVENT\nX;Y,Z\\", "", "http://x/")],
        name="A\rEND:VCALENDAR",
    )
    assert text.count("\r\nBEGIN:VEVENT") == 1
    assert "SUMMARY:A\\nBEGIN:VEVENT\\nX\\;Y\\,Z\\\\" in text


def test_a_character_is_never_cut() -> None:
    parts = list(folded("SUMMARY:" + "ệ" * 100))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert "".join([parts[0], *(part[1:] for part in parts[1:])]) == "SUMMARY:" + "ệ" * 100
