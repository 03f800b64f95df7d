"""Asked once, as the officer and the clerk see it; and how time at work is counted."""

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from tests.browser.people import no_sideways_scroll, wait_alive, wait_saved
from tests.cast import PASSWORD
from tests.indicators.repeating import COMPUTED, FLOW, OWN
from tests.submissions.reusing import build_reusing
from tests.support.browser import sign_in
from tests.support.javascript import JavaScript
from tests.support.processes import Processes, Web
from units.models import User

AT_WORK = """
() => {
  const target = new EventTarget();
  let now = 0;
  const activity = new window.subject.Activity(target, () => now);
  const told = [];
  for (const [at, kind] of [[0, "keydown"], [30, "keydown"], [80, "pointerdown"], [200, "keydown"]]) {
    now = at * 1000;
    target.dispatchEvent(new Event(kind));
  }
  told.push(activity.taken());
  now = 259_500;
  target.dispatchEvent(new Event("keydown"));
  target.dispatchEvent(new Event("scroll"));
  told.push(activity.taken());
  activity.giveBack(59);
  told.push(activity.taken(), activity.taken());
  return told;
}
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.how_it_looks
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)], ids=["desktop", "phone"])
def test_a_cell_that_is_reused_is_locked_told_and_counted_with(
    processes: Processes, database_url: str, open_page: Callable[..., Page], width: int, height: int
) -> None:
    reusing = build_reusing(reused=(FLOW,))
    reusing.answered()
    User.objects.update(password=make_password(PASSWORD))
    site: Web = processes.start_web(database_url=database_url)
    page = open_page(width=width, height=height)
    sign_in(page, site=site, user="lan")
    page.goto(f"{site.url}/bao-cao/{reusing.report_of().assignment_id}/")
    wait_alive(page)
    had = page.locator(f"td[data-cell='{FLOW}']")
    expect(had.locator(".figure")).to_have_text("42")
    expect(had.locator("input")).to_have_count(0)
    expect(had).to_contain_text("M/01, Tháng 7/2026 – Tháng 9/2026")
    expect(page.locator("#sources")).to_contain_text("cộng lại")
    page.locator(f"td[data-cell='{OWN}'] input").fill("8")
    page.locator(f"td[data-cell='{OWN}'] input").press("Tab")
    expect(page.locator(f"td[data-cell='{COMPUTED}'] .figure")).to_have_text("50")
    wait_saved(page)
    no_sideways_scroll(page)
    page.locator("#sources a").first.click()
    expect(page.locator("h1")).to_contain_text("Tháng 7")


def test_only_keys_and_clicks_at_most_a_minute_apart_count(javascript: JavaScript) -> None:
    page = javascript.page("reporting/static/js/form-activity.js")
    assert page.evaluate(AT_WORK) == [80, 59, 59, 0]
