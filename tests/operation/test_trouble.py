"""What people see when the database does not fit or is away: a page with a code, no traceback."""

import re
import shutil
import sqlite3
from contextlib import closing

import pytest
from django.contrib.staticfiles.finders import find
from django.db import Error, OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from lienthong.config import settings as product
from lienthong.operation import errors
from lienthong.operation.queries import trouble_of
from lienthong.operation.web import trouble


@pytest.fixture(autouse=True)
def looking_at_the_tables(settings):
    """The middleware that other tests do without, where the product has it."""
    settings.MIDDLEWARE = product.MIDDLEWARE


@pytest.mark.django_db
def test_an_unmigrated_database_is_said_with_503_and_served_once_it_fits():
    recorder, client = MigrationRecorder(connection), Client()
    ((_app, newest),) = MigrationLoader(None).graph.leaf_nodes("operation")
    recorder.record_unapplied("operation", newest)
    answer = client.get("/dang-nhap/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "operation.not-migrated" in answer.content.decode()
    assert client.get("/healthz").status_code == 200

    recorder.record_applied("operation", newest)
    assert client.get("/dang-nhap/").status_code == 200


@pytest.mark.django_db
def test_a_database_of_a_newer_program_is_not_served():
    MigrationRecorder(connection).record_applied("operation", "0999_of_tomorrow")
    answer = Client().get("/api/v1/anything")
    assert answer.status_code == 503
    assert answer.json()["code"] == "operation.database-newer"


def test_a_database_that_is_away_is_said_with_503_on_a_page_with_its_looks(
    monkeypatch, settings, tmp_path
):
    def away() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(trouble, "schema_state", away)
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "webkit").mkdir()
    shutil.copy(find("webkit/lienthong.css"), tmp_path / "webkit")
    client = Client()
    answer = client.get("/dang-nhap/")
    assert answer.status_code == 503
    assert "operation.database-away" in answer.content.decode()
    assert "style-src 'self'" in answer["Content-Security-Policy"]
    (looks,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', answer.content.decode())
    assert client.get(looks).status_code == 200
    assert client.get("/api/v1/documents").status_code == 503


def test_a_page_in_trouble_leads_on_to_itself_and_an_act_to_the_page_with_its_form(monkeypatch):
    def away() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(trouble, "schema_state", away)
    client = Client(HTTP_ACCEPT_LANGUAGE="vi")

    def way(answer) -> str:
        return re.findall(r'class="button act wide" href="([^"]+)"', answer.content.decode())[0]

    assert way(client.get("/tra-cuu/?q=a&b=%22")) == "/tra-cuu/?q=a&amp;b=%22"
    form = "http://testserver/gui/?tep=1"
    assert way(client.post("/gui/", headers={"referer": form})) == "/gui/?tep=1"
    elsewhere = {"referer": "https://elsewhere.example/"}
    assert way(client.post("/gui/", headers=elsewhere)) == "/"


@pytest.mark.django_db
def test_a_database_that_goes_away_during_a_request_is_said_too(monkeypatch):
    client = Client(raise_request_exception=False)
    client.get("/dang-nhap/")

    def away(*_arguments: object) -> None:
        raise OperationalError("the words of the driver")

    monkeypatch.setattr("lienthong.access.web.views.SignIn.get", away)
    answer = client.get("/dang-nhap/")
    assert answer.status_code == 503
    assert "operation.database-away" in answer.content.decode()
    assert "the words of the driver" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("25006", "operation.database-read-only"),
        ("42501", "operation.database-right-missing"),
        ("XX001", "operation.database-damaged"),
    ],
)
def test_what_is_wrong_with_a_database_that_answers_is_told_by_name(monkeypatch, state, code):
    client = Client(raise_request_exception=False)
    client.get("/dang-nhap/")

    def refused(*_arguments: object) -> None:
        cause = Exception("the words of the driver")
        cause.sqlstate = state
        raise Error("the words of the driver") from cause

    monkeypatch.setattr("lienthong.access.web.views.SignIn.get", refused)
    answer = client.get("/dang-nhap/")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert code in answer.content.decode()
    assert "the words of the driver" not in answer.content.decode()


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("SET TRANSACTION READ ONLY", errors.DatabaseReadOnly),
        ("SET LOCAL ROLE pg_monitor", errors.DatabaseRightMissing),
        ("SET LOCAL statement_timeout TO '1ms'", errors.DatabaseAway),
    ],
)
def test_what_postgresql_says_is_understood(setting, told):
    cursor = connection.cursor()
    cursor.execute(setting)
    with pytest.raises(Error) as failed:
        cursor.execute("INSERT INTO jobs_workerbeat SELECT FROM pg_sleep(0.1)")
    assert trouble_of(failed.value) is told


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", errors.DatabaseReadOnly), (b"no database" * 100, errors.DatabaseDamaged)],
)
def test_what_sqlite_says_is_understood(tmp_path, content, told):
    file = tmp_path / "kept.sqlite3"
    file.write_bytes(content)
    with (
        closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database,
        pytest.raises(sqlite3.Error) as failed,
    ):
        database.execute("CREATE TABLE one (number)")
    assert trouble_of(failed.value) is told
