"""The harness: every test that touches a database runs on SQLite and on PostgreSQL, in one session.

What tests may ask for is described at each fixture; the machinery is in tests/support/.
"""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests.support.databases import REPOSITORY, BothDatabases, Databases, use
from tests.support.kept_worlds import note_what_migrations_leave
from tests.support.processes import KeptSites, Processes, Web, collect_static
from tests.support.shared import folder_of_all_workers, one_at_a_time

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.support.browser import Browser
    from tests.support.javascript import JavaScript

# The tests' modules, rewritten for their asserts, are kept as bytecode, whatever the shell says: half of what
# collecting them costs.
sys.dont_write_bytecode = False

KINDS = ["sqlite", "postgresql"]
DATABASE_FIXTURES = {"db", "transactional_db", "database", "live_server", "django_db_reset_sequences"}
BROWSER_FIXTURES = {"browser"}
IN_USE = pytest.StashKey[Databases]()


# ---- both databases ---------------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: drives a real Chromium (set by itself)")
    config.addinivalue_line("markers", "how_it_looks: the same on any database, so SQLite alone will do")
    # Modules, models and addresses stay for good and are half a million objects: looking through them again
    # and again for garbage is a twentieth of the whole.
    gc.set_threshold(100_000, 20, 50)
    # A busy machine is no failure; and CI finds the same examples each time.
    hypothesis.settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
    hypothesis.settings.load_profile("house")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marked = metafunc.definition.get_closest_marker("django_db") is not None
    if not marked and DATABASE_FIXTURES.isdisjoint(metafunc.fixturenames):
        return
    if "database" not in metafunc.fixturenames:
        metafunc.fixturenames.insert(0, "database")
    kinds = KINDS[:1] if metafunc.definition.get_closest_marker("how_it_looks") else KINDS
    metafunc.parametrize("database", kinds, indirect=True, scope="session")


@pytest.fixture(autouse=True)
def _no_counts_of_another_test() -> None:
    """Numbers of rows come again; what a process remembers by them must not."""
    from submissions.notices import forget_counts

    forget_counts()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what drives a browser, before `-m browser` chooses."""
    if isinstance(item, pytest.Function) and not BROWSER_FIXTURES.isdisjoint(item.fixturenames):
        item.add_marker("browser")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what needs no database first, then SQLite, then PostgreSQL; inside each, pytest-django's order."""
    for item in items:
        if "unittest" in type(item).__module__ and item.get_closest_marker("django_db"):
            raise pytest.UsageError(
                f"{item.nodeid}: write a function; TestCase classes see one database only"
            )
        if isinstance(item, pytest.Function) and _database_order(item) and item.fixturenames[0] != "database":
            # Before pytest-django opens its transaction; pytest may have pruned the name put in above.
            item.fixturenames[:] = ["database", *(name for name in item.fixturenames if name != "database")]
    items.sort(key=_database_order)


def _database_order(item: pytest.Item) -> int:
    callspec = getattr(item, "callspec", None)
    kind = callspec.params.get("database") if callspec else None
    return KINDS.index(kind) + 1 if kind in KINDS else 0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Between two files, where nothing is open, leave behind what was rolled back so far."""
    yield
    databases = item.config.stash.get(IN_USE, None)
    if databases and nextitem and nextitem.path != item.path and _database_order(item):
        databases.restore_if_worn()


@pytest.fixture(scope="session")
def both_databases(
    tmp_path_factory: pytest.TempPathFactory, django_test_environment: None
) -> Iterator[BothDatabases]:
    shared = folder_of_all_workers(tmp_path_factory)
    both = BothDatabases(folder=tmp_path_factory.mktemp("databases"), shared=shared)
    yield both
    both.stop()


@pytest.fixture(scope="session")
def database(
    request: pytest.FixtureRequest, both_databases: BothDatabases, django_db_blocker: DjangoDbBlocker
) -> str:
    """The kind of database this run of the test uses: "sqlite" or "postgresql"."""
    kind: str = request.param
    with django_db_blocker.unblock():
        databases = request.config.stash[IN_USE] = both_databases.of(kind)
        use(databases.tests)
        note_what_migrations_leave()
    # Put the database back from its template where Django would flush after a transactional test: a flush is
    # refused by append-only triggers and loses what data migrations wrote. Set for good, because a patch of
    # one test's own is undone before that teardown.
    TransactionTestCase._fixture_teardown = lambda self: databases.restore()  # type: ignore[attr-defined]
    return kind


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Replace pytest-django's own: `database` makes and migrates what a test uses."""


@pytest.fixture
def databases(both_databases: BothDatabases, database: str) -> Databases:
    return both_databases.of(database)


@pytest.fixture
def database_url(databases: Databases) -> str:
    """The address of the database that `default` means, for a child process that shall see what a
    transactional test wrote."""
    return databases.tests


@pytest.fixture
def own_database_url(databases: Databases) -> Iterator[str]:
    """A migrated, empty database of this test's own, for real processes."""
    url = databases.own_copy()
    yield url
    databases.drop(url)


@pytest.fixture
def demo_database_url(databases: Databases) -> Iterator[str]:
    """A database of this test's own with the demo province in it; its address is that of the last test's."""
    url = databases.demo_copy(name="demo")
    yield url
    databases.drop(url)


# ---- real processes ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The collected static files, as web processes serve them."""
    shared = folder_of_all_workers(tmp_path_factory)
    if shared is None:
        return collect_static(into=tmp_path_factory.mktemp("static"))
    with one_at_a_time(shared / "static") as is_there:
        if not is_there:
            making = tmp_path_factory.mktemp("making")
            collect_static(into=making)
            making.rename(shared / "static")
    return shared / "static" / "static"


@pytest.fixture
def processes(request: pytest.FixtureRequest, tmp_path: Path, static_root: Path) -> Iterator[Processes]:
    """Starts real `manage.py …` processes; all are killed when the test ends."""
    started = Processes(folder=tmp_path / "processes", static_root=static_root)
    yield started
    started.kill_all()
    started.print_output()


@pytest.fixture(scope="session")
def kept_sites(tmp_path_factory: pytest.TempPathFactory, static_root: Path) -> Iterator[KeptSites]:
    """`with kept_sites.on(database_url) as site`: a web process that starts once and remembers nothing."""
    sites = KeptSites(folder=tmp_path_factory.mktemp("sites") / "processes", static_root=static_root)
    yield sites
    sites.stop()


@pytest.fixture
def demo_site(kept_sites: KeptSites, demo_database_url: str) -> Iterator[Web]:
    """A running web process on a fresh demo province; `demo_site.url` is its address."""
    with kept_sites.on(demo_database_url) as site:
        yield site


# ---- the browser ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    from tests.support.browser import Browser

    # Playwright keeps an event loop in this thread; Django would take each query for one inside it.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with Browser() as running:
        yield running
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser: "Browser") -> Iterator[Callable[..., "Page"]]:
    """`open_page(width=1366, height=768)`: a page in a context of its own, watched for errors."""
    with browser.watched_pages() as open_watched:
        yield open_watched


@pytest.fixture
def desktop_page(open_page: Callable[..., "Page"]) -> "Page":
    return open_page(width=1366, height=768)


@pytest.fixture
def phone_page(open_page: Callable[..., "Page"]) -> "Page":
    return open_page(width=390, height=844, is_mobile=True, has_touch=True)


@pytest.fixture
def javascript(open_page: Callable[..., Any]) -> Iterator["JavaScript"]:
    """Runs a table of cases through a function of one of our ES modules, in Chromium."""
    from tests.support.javascript import JavaScript

    with JavaScript(open_page=open_page) as running:
        yield running


# ---- others -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real forms and official lists that lie beside a checkout, outside the repository."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        message = "needs ../shared/data"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(message)
        pytest.skip(message)
    return folder
