"""The address book of the house: each room's pages, the API, the roof's own."""

from importlib.util import find_spec

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from reporting.api import api
from reporting.views.health import healthz

_api_urls = api.urls
for _pattern in _api_urls[0]:
    # The API asks for a session or a token by itself and answers 401, not with the log-in page.
    setattr(_pattern.callback, "login_required", False)  # noqa: B010 - what Django's own decorator does


def _rooms() -> list[URLPattern | URLResolver]:
    found: list[URLPattern | URLResolver] = []
    for name in ("units.urls", "indicators.urls", "submissions.urls", "aggregates.urls"):
        try:
            if find_spec(name):
                found.append(path("", include(name)))
        except ImportError as error:
            print("not included:", name, error)
    try:
        from reporting.views.jobs import jobs, run_now

        found += [path("jobs", jobs, name="jobs"), path("jobs/<slug:name>/run", run_now, name="job-run")]
    except ImportError as error:
        print("not included: jobs", error)
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    *_rooms(),
    path("ngon-ngu/", login_not_required(set_language), name="set_language"),
    path("healthz", healthz, name="healthz"),
    path("api/v1/", _api_urls),
]
