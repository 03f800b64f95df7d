"""The root of the API: every room's router under /api/v1, one way in, one shape of errors."""

from importlib import import_module
from importlib.util import find_spec

from ninja import NinjaAPI
from ninja.security import django_auth

from reporting.problems import install_problem_handlers

# While the rooms are being built: mount what exists. (Becomes plain imports.)
_auth = import_module("units.api_auth").auth if find_spec("units.api_auth") else [django_auth]
api = NinjaAPI(
    title="Báo Cáo Số",
    version="1",
    description=(
        'Amounts are decimal strings in plain notation; signs are "-", "…", "x"; not answered is null. '
        "Errors are application/problem+json. Lists are {items, count} with limit and offset."
    ),
    auth=_auth,
    urls_namespace="api",
)
install_problem_handlers(api)
for _name in (
    "units.api",
    "indicators.api",
    "submissions.api",
    "submissions.api_workbook",
    "aggregates.api",
    "reporting.api_jobs",
):
    try:
        if find_spec(_name):
            api.add_router("", import_module(_name).router)
    except ImportError as error:
        print("not mounted:", _name, error)
