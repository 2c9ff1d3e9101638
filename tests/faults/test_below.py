"""What fails below us: the disk is full, the database is locked or away, and comes back."""

import json
import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from tests.gateways.calls import a_pdf
from tests.served import PATIENCE, body_of, read_all

pytestmark = pytest.mark.django_db


def told(answer, data: bytes) -> tuple[int, str]:
    """Status and code; a refusal that passes by itself says when to come again."""
    if answer.status == 503:
        assert int(answer.getheader("Retry-After")) > 0
    return answer.status, json.loads(data)["code"]


def uploaded(site) -> str:
    answer, data = site.upload(a_pdf())
    assert answer.status == 201, data
    return json.loads(data)["id"]


def done_once(site, document: bytes) -> bool:
    """Say whether the same call, which is what one does next, is done now and then repeated."""
    return [site.post("/api/v1/documents", document)[0] for _ in range(2)] == [201, 200]


@pytest.fixture
def before(site):
    """What lies in the folders; on a disk of its own, or the test says why it cannot run."""
    if not os.path.ismount(site.scratch.home):
        pytest.skip("needs a small disk; to enable this test: run it as root")
    return site.files()


@pytest.fixture
def sqlite(site):
    if site.scratch.database:
        pytest.skip("only SQLite has one writer")
    return site


@pytest.fixture
def gate(site):
    if not site.scratch.database:
        pytest.skip("SQLite is a file: it is locked or full, and never away")
    yield site.gate
    site.gate.open()


def test_on_a_full_disk_nothing_is_accepted_and_nothing_is_left_of_it(
    site, before, errors_expected
):
    # The first document of an installation makes keys that the others need.
    assert done_once(site, site.document(uploaded(site)))
    document = site.document(uploaded(site))
    before = site.files()
    with site.full_disk(left=256 * 1024):
        assert told(*site.upload(a_pdf(size=2**21))) == (503, "operation.disk-full")
        assert site.files() == before
    with site.full_disk():
        assert told(*site.upload(a_pdf()))[0] == 503
        status, said = site.post("/api/v1/documents", document)
        # A file that is here already needs no room, PostgreSQL has its rows on another disk, and
        # SQLite's log has room in itself when it has just begun anew.
        is_done = status == 201
        assert is_done or (status, json.loads(said)["code"]) == (503, "operation.disk-full"), said
        # Who reads is served on.
        assert site.call("GET", "/api/v1/kinds", site.token)[0].status == 200
        assert site.call("GET", "/dang-nhap/")[0].status == 200
        assert site.call("GET", "/readyz")[0].status == 503
        assert is_done or site.files() == before
    again = [site.post("/api/v1/documents", document)[0] for _ in range(2)]
    assert again == [200 if is_done else 201, 200]


def test_on_a_full_disk_a_backup_is_no_backup_and_the_next_one_is(site, before):
    to = site.scratch.home / "backup"
    backup = [str(site.python), "-m", "lienthong.config.command", "backup", "--quiet", str(to)]

    def run() -> tuple[int, bytes]:
        done = subprocess.run(
            backup, env=site.scratch.environment, cwd="/", check=False, capture_output=True
        )
        assert b"Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stderr

    with site.full_disk(left=128 * 1024):
        status, said = run()
        assert status == 1
        assert said.startswith(b"operation.disk-full: ")
    assert not list((to / "generations").glob("*/manifest.json"))
    assert run() == (0, b"")


def test_while_another_process_writes_for_long_writers_are_told_and_readers_served(
    sqlite, errors_expected
):
    site = sqlite
    upload, before = uploaded(site), site.files()
    with site.locked():
        document = site.document(upload)
        status, said = site.post("/api/v1/documents", document)
        assert (status, json.loads(said)["code"]) == (503, "operation.database-away")
        assert told(*site.upload(a_pdf())) == (503, "operation.database-away")
        assert site.call("GET", "/api/v1/kinds", site.token)[0].status == 200
    assert site.files() == before
    assert done_once(site, document)


def test_a_lock_that_somebody_forgot_stops_what_needs_it_and_not_the_server(
    site, gate, errors_expected
):
    """A psql left in a transaction; without an end to waiting all threads would wait with it.

    Each caller is told after five seconds, or after those before him in the four threads.
    """
    document = site.document(uploaded(site))
    before = site.files()
    with site.locked(), ThreadPoolExecutor(8) as callers:
        began = time.monotonic()
        asked = [callers.submit(site.post, "/api/v1/documents", document) for _ in range(8)]
        for one in asked:
            status, said = one.result()
            assert (status, json.loads(said)["code"]) == (503, "operation.database-away")
        assert time.monotonic() - began < 14
        assert site.call("GET", "/api/v1/kinds", site.token)[0].status == 200
    assert site.files() == before
    assert done_once(site, document)


def test_a_database_that_is_away_is_told_and_everything_goes_on_when_it_is_back(
    site, gate, errors_expected
):
    upload, before = uploaded(site), site.files()
    worker = subprocess.Popen(
        [site.python, "-m", "lienthong.config.command", "worker", "--poll", "0.1"],
        env=site.scratch.environment,
        cwd=site.scratch.home,
        stderr=subprocess.DEVNULL,
    )
    document = site.document(upload)
    recipient = site.told["recipient"]["token"]
    _answer, so_far = site.call("GET", "/api/v1/arrivals", recipient)
    waiting = site.poll(recipient, 50, after=json.loads(so_far)["next"])
    for _ in range(10):  # the poll was let in before these, and waits
        assert site.call("GET", "/api/v1/kinds", site.token)[0].status == 200
    try:
        gate.shut()
        status, said = site.post("/api/v1/documents", document)
        assert (status, json.loads(said)["code"]) == (503, "operation.database-away")
        assert told(*site.upload(a_pdf())) == (503, "operation.database-away")
        page, said = site.call("GET", "/", Cookie=f"sessionid={site.told['sender']['session']}")
        assert page.status == 503
        assert b"operation.database-away" in said
        assert site.call("GET", "/healthz")[0].status == 200
        gate.open()
        assert site.files() == before
        assert site.post("/api/v1/documents", document)[0] == 201
        assert len(body_of(read_all(waiting))["arrivals"]) == 1
        _wait_until_placed(site)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(PATIENCE)
    assert worker.returncode == 0


def _wait_until_placed(site) -> None:
    """The worker has found its database again when records get their places."""
    until = time.monotonic() + PATIENCE
    with psycopg.connect(site.scratch.database, autocommit=True) as database:
        while database.execute("SELECT count(*) FROM ledger_waiting").fetchone()[0]:
            assert time.monotonic() < until, "the worker did not go on"
            time.sleep(0.2)


def test_while_the_disk_of_the_contents_is_not_mounted_nothing_is_taken_and_then_goes_on(
    site, before, errors_expected
):
    assert done_once(site, site.document(uploaded(site)))  # contents are kept there
    document = site.document(uploaded(site))
    before = _sent(site)
    with site.unmounted("blobs"):
        assert _sending(site, document) == (503, "blobs.folder-away")
        # So says a process that begins without it, too.
        site.kill_children()
        site.answers()
        assert _sending(site, document) == (503, "blobs.folder-away")
        assert site.call("GET", "/api/v1/kinds", site.token)[0].status == 200
    assert _sent(site) == before
    assert done_once(site, document)


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("default_transaction_read_only TO on", "operation.database-read-only"),
        ("statement_timeout TO '1ms'", "operation.database-away"),
    ],
)
def test_what_an_operator_of_postgresql_forbids_is_told_by_name_and_then_goes_on(
    site, gate, errors_expected, setting, code
):
    document = site.document(uploaded(site))
    before = site.files()
    with site.database_with(setting):
        for _each in range(3):  # connections that were cut are told as away
            status, said = site.post("/api/v1/documents", document)
            if json.loads(said).get("code") == code:
                break
        assert (status, json.loads(said)["code"]) == (503, code)
    assert site.files() == before
    site.answers()
    assert _settled(site, document)


def _sending(site, document: bytes) -> tuple[int, str]:
    answer, said = site.call(
        "POST", "/api/v1/documents", site.token, document, Content_Type="application/json"
    )
    return told(answer, said)


def _sent(site) -> set:
    """What people sent; not the signs of life of processes, which were replaced."""
    return {path for path in site.files() if path.name != ".alive"}


def _settled(site, document: bytes) -> bool:
    """Say whether the call is done within its tries: the first ones find connections that ended."""
    for _each in range(5):
        if site.post("/api/v1/documents", document)[0] in {200, 201}:
            return site.post("/api/v1/documents", document)[0] == 200
    return False


def test_a_web_process_killed_in_the_middle_is_replaced_and_nothing_is_half_done(
    site, errors_expected
):
    upload, before = uploaded(site), site.files()
    half = site.send(
        site.head("POST /api/v1/uploads?name=a.pdf", f"Content-Length: {4 * 2**20}"),
        b"%PDF-1.7\n" + bytes(3 * 2**20),
    )
    document = site.document(upload)
    cut = site.send(
        site.head(
            "POST /api/v1/documents",
            "Content-Type: application/json",
            f"Content-Length: {len(document)}",
        ),
        document,
    )
    site.kill_children()
    for one in (half, cut):
        read_all(one)
    site.answers()
    assert site.post("/api/v1/documents", document)[0] in {200, 201}
    assert site.post("/api/v1/documents", document)[0] == 200
    # What is left of the file that was cut off is swept away by its age; nobody can use it.
    assert len(site.files() - before) <= 3
