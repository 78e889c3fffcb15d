"""What every test can ask for, and what a whole run has to show."""

import os
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import hypothesis
import pytest

from tests.browser import HOW_TO_GET_IT, chromium_path
from tests.databases import KINDS, WITH_TOWNS, empty_database, migrated_database
from tests.run_folder import exclusively, make_run_folder, remove_run_folder
from tests.servers import REDIS_DATABASES, Redis

BROWSER_TESTS: Final = Path(__file__).parent / "e2e" / "browser"
DATABASE_FIXTURES: Final = ("database_url", "empty_database_url", "towns_url")
RUN_FOLDER: Final = pytest.StashKey[Path]()
RAN: Final = pytest.StashKey[Counter[str]]()


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest) -> Path:
    """The folder that all processes of this run share."""
    return request.config.stash[RUN_FOLDER]


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, run_folder: Path) -> Iterator[str]:
    """The address of this test's own migrated database: the test runs once on each kind."""
    with migrated_database(request.param, run_folder) as url:
        yield url


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest, run_folder: Path) -> Iterator[str]:
    """The address of this test's own database without any table, once for each kind."""
    with empty_database(request.param, run_folder) as url:
        yield url


@pytest.fixture(scope="session", params=KINDS)
def towns_url(request: pytest.FixtureRequest, run_folder: Path) -> Iterator[str]:
    """The address of a database with all towns, for tests that only read them."""
    with migrated_database(request.param, run_folder, WITH_TOWNS) as url:
        yield url


@pytest.fixture
def sqlite_url(run_folder: Path) -> Iterator[str]:
    """A migrated SQLite file, for what is not about the database."""
    with migrated_database("sqlite", run_folder) as url:
        yield url


@pytest.fixture
def postgresql_url(run_folder: Path) -> Iterator[str]:
    """A migrated PostgreSQL database, for what only several processes show."""
    with migrated_database("postgresql", run_folder) as url:
        yield url


@pytest.fixture
def redis_url(run_folder: Path) -> str:
    """The address of this test's own database in the Redis of the whole run.

    What is published is heard in all of them: subscribe to names that are the test's own.
    """
    # Here, since it takes a while to load and few tests ask for it.
    import redis

    server = Redis(run_folder / "redis")
    with exclusively(run_folder):
        server.start()
    with redis.Redis.from_url(server.url()) as db:
        number = 1 + int(db.incr("tests")) % (REDIS_DATABASES - 1)
    with redis.Redis.from_url(server.url(number)) as db:
        db.flushdb()
    return server.url(number)


@pytest.fixture
def own_redis(run_folder: Path) -> Iterator[Redis]:
    """A Redis that this test may stop, freeze and flush; it runs."""
    server = Redis(Path(tempfile.mkdtemp(prefix="redis-", dir=run_folder)))
    server.start()
    yield server
    server.stop()


# How long an example takes is the machine's business, not a property's.
hypothesis.settings.register_profile("werkout", deadline=None)
hypothesis.settings.load_profile("werkout")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a third of the time tests wait for servers and browsers."""
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else 3


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("REQUIRE_BROWSER") and chromium_path() is None:
        raise pytest.UsageError(f"REQUIRE_BROWSER is set and there is no Chromium: {HOW_TO_GET_IT}")
    config.stash[RAN] = Counter()
    config.pluginmanager.register(CountsDatabases(config.stash[RAN]))
    shared = _worker_input(config).get("run_folder")
    config.stash[RUN_FOLDER] = Path(shared) if shared else make_run_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    folder = config.stash.get(RUN_FOLDER, None)
    if folder is not None and not _worker_input(config):
        remove_run_folder(folder)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of xdist where the run's folder is."""
    node.workerinput["run_folder"] = str(node.config.stash[RUN_FOLDER])


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Without a Chromium the browser's tests are not there at all."""
    is_browser_test = collection_path.is_relative_to(BROWSER_TESTS)
    return True if is_browser_test and chromium_path() is None else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not a test's turn: all of it takes longer than anybody waits.

    What a real process is put through on each kind of database and in each way that updates come
    is put through two of the four together, which have each kind and way.
    """
    played = [item for item in items if _is_its_turn(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _is_its_turn(item)])
    items[:] = played


def _is_its_turn(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    kind = callspec.params.get("database_url") if callspec else None
    if callspec is None or kind is None:
        return True
    if "webhook" in callspec.params:
        begins = zlib.crc32(item.nodeid.partition("[")[0].encode())
        by_webhook = callspec.params["webhook"] == "webhook"
        return bool((begins + KINDS.index(kind) + by_webhook) % 2 == 0)
    return True


def pytest_itemcollected(item: pytest.Item) -> None:
    """Note the kind of database on the test, so that its report carries it to whoever counts."""
    callspec = getattr(item, "callspec", None)
    for fixture in DATABASE_FIXTURES:
        if callspec and fixture in callspec.params:
            item.user_properties.append(("database", callspec.params[fixture]))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A test that ran on one database alone is a promise kept on one alone."""
    ran = session.config.stash[RAN]
    if exitstatus == pytest.ExitCode.OK and _is_whole(session.config) and _differ(ran):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    ran = config.stash[RAN]
    if ran:
        counts = ", ".join(f"{ran[kind]} on {kind}" for kind in KINDS)
        verdict = "these must be equal" if _is_whole(config) and _differ(ran) else ""
        terminalreporter.write_line(f"databases: {counts} {verdict}".rstrip(), red=bool(verdict))
    if BROWSER_TESTS.exists() and chromium_path() is None:
        terminalreporter.write_line(
            f"The browser tests did not run, as there is no Chromium; {HOW_TO_GET_IT}", yellow=True
        )


class CountsDatabases:
    """Counts in the one process that gets every report, of workers too."""

    def __init__(self, ran: Counter[str]) -> None:
        self._ran = ran

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and not report.skipped:
            self._ran.update(
                str(kind) for name, kind in report.user_properties if name == "database"
            )


def _differ(ran: Counter[str]) -> bool:
    return len({ran[kind] for kind in KINDS}) > 1


def _is_whole(config: pytest.Config) -> bool:
    """Whether the run was asked for every test there is, and not stopped early."""
    option = config.option
    selected = option.keyword or option.markexpr or option.lf or option.maxfail or option.deselect
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not selected


def _worker_input(config: pytest.Config) -> dict[str, Any]:
    """What xdist's first process told this one, where this is a worker."""
    told: dict[str, Any] = getattr(config, "workerinput", {})
    return told
