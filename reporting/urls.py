"""The address book of the house: each room's pages, the API, the roof's own."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from reporting.acting import act_as
from reporting.api import api
from reporting.views.health import healthz
from reporting.views.jobs import jobs, run_now

_api_urls = api.urls
for _pattern in _api_urls[0]:
    # The API asks for a session or a token by itself and answers 401, not with the log-in page.
    setattr(_pattern.callback, "login_required", False)  # noqa: B010 - what Django's own decorator does

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("units.urls")),
    path("", include("indicators.urls")),
    path("", include("submissions.urls")),
    path("", include("aggregates.urls")),
    path("vai-tro/", act_as, name="act-as"),
    path("jobs", jobs, name="jobs"),
    path("jobs/<slug:name>/run", run_now, name="job-run"),
    path("ngon-ngu/", login_not_required(set_language), name="set_language"),
    path("healthz", healthz, name="healthz"),
    path("api/v1/", _api_urls),
]
