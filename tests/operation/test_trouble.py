"""What people see when the database does not fit or is away: a page with a code, no traceback."""

import re
import shutil

import pytest
from django.contrib.staticfiles.finders import find
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from lienthong.config import settings as product
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
