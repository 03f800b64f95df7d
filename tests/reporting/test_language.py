"""Pages are in Vietnamese until a person chooses otherwise; the API answers in what its client asks for."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_browser_in_english_is_shown_vietnamese() -> None:
    page = Client().get("/dang-nhap/", headers={"Accept-Language": "en-US,en;q=0.9"})
    assert "Mật khẩu" in page.content.decode()


def test_the_switch_shows_english() -> None:
    client = Client()
    client.post("/ngon-ngu/", {"language": "en", "next": "/dang-nhap/"})
    page = client.get("/dang-nhap/").content.decode()
    assert "Password" in page
    assert '<html lang="en">' in page


def test_a_language_there_is_not_is_vietnamese() -> None:
    client = Client()
    client.cookies["django_language"] = "xx"
    assert "Mật khẩu" in client.get("/dang-nhap/").content.decode()


def test_the_api_answers_in_the_language_asked_for() -> None:
    answer = Client().get("/api/v1/units", headers={"Accept-Language": "en"})
    assert answer.json()["title"] == "Not logged in"
    assert Client().get("/api/v1/units").json()["title"] == "Chưa đăng nhập"


def test_no_page_leaves_the_order_of_day_and_month_to_the_browser() -> None:
    """A native field shows mm/dd/yyyy to who has an English browser, whatever language the page is in."""
    rooms = ("units", "indicators", "submissions", "aggregates", "reporting")
    pages = [page for room in rooms for page in (Path(settings.BASE_DIR) / room).rglob("templates/**/*.html")]
    assert len(pages) > 100
    native = re.compile(r"""type=["']?(date|time|month|week|datetime-local)\b""")
    assert [page.name for page in pages if native.search(page.read_text())] == []
