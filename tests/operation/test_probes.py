"""What machines ask: alive without a database, ready with all it needs, figures for the allowed."""

import os
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from lienthong.jobs import services as jobs
from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7
from lienthong.operation import queries
from lienthong.operation.web import metrics


@pytest.fixture
def watcher() -> Client:
    """A load balancer: asks by address, and a fresh server answers."""
    return Client(headers={"host": "10.1.2.3"})


def test_a_process_lives_without_a_database(watcher):
    answer = watcher.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["X-Request-ID"]


@pytest.mark.django_db
def test_ready_says_what_others_must_mend_and_stays_in_service(watcher, settings, tmp_path):
    settings.LIENTHONG_HOME, settings.LIENTHONG_LEAST_FREE = tmp_path, 0
    answer = watcher.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "problems": [], "concerns": ["operation.no-worker"]}


@pytest.mark.django_db
def test_a_worker_that_beats_or_holds_a_job_is_seen(settings, tmp_path):
    settings.LIENTHONG_HOME, settings.LIENTHONG_LEAST_FREE = tmp_path, 0
    now, worker = clock.now(), uuid7()
    jobs.beat(worker, now=now)
    jobs.beat(worker, now=now + timedelta(seconds=10))
    assert queries.readiness(now=now + timedelta(seconds=60)).concerns == ()
    assert queries.readiness(now=now + timedelta(minutes=5)).concerns == ("operation.no-worker",)
    jobs.end_beat(worker)
    assert queries.readiness(now=now).concerns == ("operation.no-worker",)


@pytest.mark.django_db
def test_a_full_disk_and_a_folder_that_is_gone_take_it_out_of_service(watcher, settings, tmp_path):
    settings.LIENTHONG_HOME, settings.LIENTHONG_LEAST_FREE = tmp_path, 10**18
    assert watcher.get("/readyz").json()["problems"] == ["operation.disk-full"]
    (tmp_path / "file").touch()
    settings.LIENTHONG_HOME, settings.LIENTHONG_LEAST_FREE = tmp_path / "file", 0
    assert queries.readiness(now=clock.now()).problems == ("operation.folder-not-writable",)


@pytest.mark.django_db
def test_a_database_that_can_only_be_read_takes_it_out_of_service(monkeypatch, settings, tmp_path):
    settings.LIENTHONG_HOME, settings.LIENTHONG_LEAST_FREE = tmp_path, 0
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict, "NAME", tmp_path / "kept.sqlite3")
        for name in ("kept.sqlite3", "kept.sqlite3-shm"):
            (tmp_path / name).touch()
        # Root may do anything.
        monkeypatch.setattr(os, "access", lambda path, _how: path.suffix != ".sqlite3-shm")
    else:
        connection.cursor().execute("SET TRANSACTION READ ONLY")
    assert queries.readiness(now=clock.now()).problems == ("operation.database-read-only",)
    found = queries.findings(now=clock.now())
    assert "operation.database-read-only" in {one.code for one in found}


def test_a_database_that_is_away_takes_it_out_of_service(monkeypatch, settings, tmp_path):
    settings.LIENTHONG_HOME, settings.LIENTHONG_LEAST_FREE = tmp_path, 0

    def away() -> None:
        raise OperationalError

    asked = import_module("lienthong.operation.queries.readiness")
    monkeypatch.setattr(asked, "schema_state", away)
    assert queries.readiness(now=clock.now()).problems == ("operation.database-away",)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "::ffff:127.0.0.1"}, 200),  # as `serve --host ::` sees it
        ({"REMOTE_ADDR": "10.9.9.9"}, 403),
        ({"REMOTE_ADDR": "", "HTTP_AUTHORIZATION": "Bearer wrong"}, 403),
        ({"REMOTE_ADDR": "10.9.9.9", "HTTP_AUTHORIZATION": "Bearer k-1"}, 200),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.9.9.9"}, 403),
    ],
)
def test_figures_are_for_the_allowed_networks_and_for_who_has_the_key(settings, headers, status):
    settings.LIENTHONG_WATCH_KEY = "k-1"
    client = Client(**headers)
    assert client.get("/metrics").status_code == status
    assert ("problems" in client.get("/readyz").json()) is (status == 200)


@pytest.mark.django_db
def test_figures_count_requests_by_route_and_refusals_by_code(client):
    client.get("/dang-nhap/")
    page = client.get("/metrics").content.decode()
    figures = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }
    assert figures["lienthong_request_seconds_count", "account_login"] >= 1
    assert figures["lienthong_requests_total", "GET", "200"] >= 1
    assert figures["lienthong_jobs", "dead"] == 0
    assert figures["lienthong_disk_free_bytes",] > 0


@pytest.mark.django_db
def test_figures_cost_eight_statements_at_most(count_statements):
    assert count_statements(lambda: queries.standing(now=clock.now())) <= 8


def test_probes_are_only_read(watcher):
    assert watcher.post("/healthz").status_code == 405


def test_on_a_full_disk_no_figure_is_written_into_a_file_that_is_mapped(settings, tmp_path):
    settings.LIENTHONG_METRICS_FOLDER = str(tmp_path)
    counted = _requests_counted()
    metrics.count_request("GET", "home", 200, 0.1, "")
    assert _requests_counted() == counted + 1
    settings.LIENTHONG_METRICS_FOLDER = str(tmp_path / "gone")
    metrics.count_request("GET", "home", 200, 0.1, "")
    settings.LIENTHONG_METRICS_FOLDER = str(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            metrics.os, "statvfs", lambda _path: SimpleNamespace(f_bavail=25, f_frsize=4096)
        )
        metrics.count_request("GET", "home", 200, 0.1, "")
    assert _requests_counted() == counted + 1


def _requests_counted() -> float:
    return metrics._requests.labels("GET", "200")._value.get()
