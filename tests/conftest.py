"""What all tests share: where data lies, which parts are real, what is skipped and why."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from _pytest import runner
from tests import remembered
from tests.deep_stack import with_room
from tests.migrated import Tables, begin_with
from tests.scratch import Scratch, scratch_name

# What marked tests need: the first of these that is there, and how to get it. Chromium that knows
# of no windows takes two thirds of the CPU of the whole one.
_PROGRAMS = {
    "browser": (
        ("chromium-headless-shell", "chromium"),
        "sudo apt-get install chromium-headless-shell",
    ),
    "poppler": (("pdfsig",), "sudo apt-get install poppler-utils"),
}
# Markers of modules that take long, the longest first.
_LONG = ("slow", "browser")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Milliseconds for what a page is to show: no test is about the seconds of a quiet machine.
BROWSER_PATIENCE = 120_000
# The same examples in every run, and no limit of time for one: a run fails for a reason.
hypothesis.settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("steady")
# Playwright keeps an event loop running in the thread in which fixtures use the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure() -> None:
    """Put the national rules back whenever a test has emptied the tables: they came so.

    Nobody else is told, as after migrations: all triggers would be made anew after each such test.
    pytest-django knows Django's SQLite by its name and not ours, so its place is said.
    """
    from django.conf import settings
    from django.core.management.commands import flush
    from tests import content_folders, live

    if not _server():
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"
    flush.emit_post_migrate_signal = _national_rules
    live.begin()
    content_folders.make_when_needed()


def _national_rules(*_given: object, **_facts: object) -> None:
    from django.apps import apps

    migration = import_module("lienthong.documents.migrations.0002_national_rules")
    if not apps.get_model("documents", "Policy").objects.exists():
        migration.fill(apps, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database", action="store_true", help="run only tests that use the database"
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """All that is imported stays: to look for garbage among it is a fifth of collecting."""
    gc.disable()
    try:
        _begin_elsewhere(session.config)
        return (yield)
    finally:
        gc.enable()


def _begin_elsewhere(config: pytest.Config) -> None:
    """Import test modules from another place on in each worker.

    What pytest rewrites of a module is kept in a file: so no two workers rewrite the same one. A
    module that cannot be imported is told by pytest when it comes to it.
    """
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    folders = [config.invocation_params.dir / name for name in config.args]
    files = [path for folder in folders for path in sorted(folder.rglob("test_*.py"))]
    for path in files[len(files) * number // workers :] if number else ():
        with suppress(Exception, pytest.skip.Exception):
            import_module(".".join(path.relative_to(config.rootpath).with_suffix("").parts))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _longest_first(items)
    if not config.getoption("--only-database"):
        return
    chosen = [item for item in items if _uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def _longest_first(items: list[pytest.Item]) -> None:
    """Modules with long tests begin, so that no worker is left alone with one at the end."""
    long = [{item.path for item in items if item.get_closest_marker(name)} for name in _LONG]
    items.sort(key=lambda item: [item.path not in modules for modules in long])


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the collector of garbage need not walk over it.

    It also comes seldom: a request leaves little, and to look for it took a tenth of each page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _uses_database(item: pytest.Item) -> bool:
    is_once = item.get_closest_marker("once") and not item.get_closest_marker("both")
    if is_once or item.get_closest_marker("browser"):
        return False
    names = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or names & {"db", "transactional_db"})


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> object:
    return with_room(runner.pytest_runtest_protocol, item, nextitem)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (programs, command) in _PROGRAMS.items():
        if item.get_closest_marker(marker) and not _program(marker):
            say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            say(f"{programs[0]} is missing; to enable this test: {command}")
    if item.get_closest_marker("postgres") and not _server():
        pytest.skip("SQLite's test database is one connection; make test runs this on PostgreSQL")
    _forget_newest_head()


def _program(marker: str) -> str | None:
    """Return the path of what tests with this marker need."""
    found = (shutil.which(program) for program in _PROGRAMS[marker][0])
    return next(filter(None, found), None)


def _forget_newest_head() -> None:
    """Each test begins an empty ledger, which would not lead to the head of the one before."""
    from django.conf import settings

    (Path(settings.LIENTHONG_HOME) / "keys" / "ledger.head.json").unlink(missing_ok=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium. It ends with its module: while it runs, its thread has an event loop."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=_program("browser"), args=CHROMIUM_OPTIONS
        )
        made = found.new_context

        def patient(**options: Any) -> Any:
            context = made(**options)
            context.set_default_timeout(BROWSER_PATIENCE)
            return context

        found.new_context = patient
        yield found
        found.close()


@pytest.fixture
def all_folders() -> Iterator[None]:
    """The store of content with all its folders, as the product has it."""
    from tests import content_folders

    with content_folders.all_at_once():
        yield


@pytest.fixture
def count_statements() -> Callable[[Callable[[], object]], int]:
    """Return a function that calls another and says how many SQL statements it took."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(act: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            act()
        return len(captured)

    return count


def _server() -> str:
    """The PostgreSQL under test as the beginning of addresses; "" on SQLite."""
    from django.conf import settings

    facts = settings.DATABASES["default"]
    if facts["ENGINE"].endswith("sqlite3"):
        return ""
    return f"postgresql://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}"


@pytest.fixture(scope="session")
def _tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """What the workers of this run share; a run without workers has it for itself."""
    own = tmp_path_factory.getbasetemp()
    return Tables(own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, _tables: Tables) -> None:
    """Begin with the tables of the worker that migrated; `django_db_setup` ends the turn."""
    _tables.wait()
    if copy := _tables.copy():
        begin_with(copy)
    else:
        gc.disable()  # looking for garbage among the models of each step is a third of migrating


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
    _tables: Tables,
) -> Iterator[str]:
    """Copy the tables while they are empty: an SQLite file, or the name of a database.

    Every `scratch` is a copy of this copy.
    """
    from django.db import connection, connections

    gc.enable()
    gc.collect()
    server, name = _server(), scratch_name()
    with django_db_blocker.unblock():
        remembered.begin()
        if not server:
            name = str(tmp_path_factory.mktemp("migrated") / "lienthong.sqlite3")
            connection.cursor().execute("VACUUM INTO %s", [name])
            _tables.tell(name)
            _tables.leave()
            yield name
            return
        _empty_only_what_has_rows()
        tests = connection.settings_dict["NAME"]
        connections.close_all()
    with _admin(server) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {tests}")
        _tables.tell(name)
        _tables.leave()
        yield name
        _tables.wait()
        _tables.forget(name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        _tables.leave()


def _empty_only_what_has_rows() -> None:
    """Truncating all tables of PostgreSQL takes longer than most tests; few of them have rows."""
    from django.db import connection

    quoted = connection.ops.quote_name

    def sql_flush(_style: object, tables: list[str], **_options: bool) -> list[str]:
        asked = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM {quoted(name)})" for name in tables]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked))
            return [f"DELETE FROM {quoted(name)}" for (name,) in cursor.fetchall()]

    connection.ops.sql_flush = sql_flush


@pytest.fixture
def scratch(tmp_path: Path, django_db_setup: str) -> Iterator[Scratch]:
    """An installation of its own, on SQLite or in a new database of the PostgreSQL under test."""
    yield from _scratch(tmp_path, django_db_setup)


@pytest.fixture(scope="module")
def module_scratch(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: str
) -> Iterator[Scratch]:
    """As `scratch`, for all tests of a module together."""
    yield from _scratch(tmp_path_factory.mktemp("installation"), django_db_setup)


@pytest.fixture(scope="module")
def second_scratch(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: str
) -> Iterator[Scratch]:
    """Another installation beside `module_scratch`."""
    yield from _scratch(tmp_path_factory.mktemp("second"), django_db_setup)


@pytest.fixture(scope="session")
def session_scratch(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: str
) -> Iterator[Scratch]:
    """As `scratch`, for all tests of a worker that share a server."""
    yield from _scratch(tmp_path_factory.mktemp("served"), django_db_setup)


def _scratch(tmp_path: Path, migrated: str) -> Iterator[Scratch]:
    server = _server()
    if not server:
        shutil.copy(migrated, tmp_path)
        made = Scratch(tmp_path, "")
        yield made
        made.end()
        return
    name = scratch_name()
    with _admin(server) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {migrated}")
        made = Scratch(tmp_path, f"{server}/{name}")
        yield made
        made.end()
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _admin(server: str) -> "psycopg.Connection":
    return psycopg.connect(f"{server}/postgres", autocommit=True)
