"""The root of the API: every room's router under /api/v1, one way in, one shape of errors."""

from ninja import NinjaAPI

from aggregates.api import router as aggregates_router
from indicators.api import router as indicators_router
from indicators.api_calendars import router as calendars_router
from reporting.api_jobs import router as jobs_router
from reporting.problems import install_problem_handlers
from submissions.api import router as submissions_router
from submissions.api_batches import router as batches_router
from submissions.api_enclosures import router as enclosures_router
from submissions.api_handovers import router as handovers_router
from submissions.api_roles import router as roles_router
from submissions.api_signing import router as signing_router
from submissions.api_workbook import router as workbook_router
from units.api import router as units_router
from units.api_auth import auth

api = NinjaAPI(
    title="Báo Cáo Số",
    version="1",
    description=(
        'Amounts are decimal strings in plain notation; signs are "-", "…", "x"; not answered is null. '
        "Errors are application/problem+json. Lists are {items, count} with limit and offset."
    ),
    auth=auth,
    urls_namespace="api",
)
install_problem_handlers(api)
for _router in (
    units_router,
    indicators_router,
    calendars_router,
    submissions_router,
    workbook_router,
    enclosures_router,
    batches_router,
    signing_router,
    handovers_router,
    roles_router,
    aggregates_router,
    jobs_router,
):
    api.add_router("", _router)
