"""The start of the server: new static files are collected, and processes have their threads."""

import os

import pytest
from django.core.management import call_command

from lienthong.config.management.commands import serve
from lienthong.config.serving import static_files


@pytest.fixture
def collected(monkeypatch, settings, tmp_path):
    """The calls of collectstatic, which here only leaves its manifest."""
    settings.STATIC_ROOT = tmp_path / "static"
    calls = []

    def collect(name, **options):
        calls.append((name, options["clear"]))
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")

    monkeypatch.setattr(static_files, "call_command", collect)
    return calls


def test_files_are_collected_once_and_again_after_a_change(collected, monkeypatch):
    static_files.collect_static_files()
    static_files.collect_static_files()
    assert collected == [("collectstatic", True)]

    monkeypatch.setattr(static_files, "_digest", lambda: "another version")
    static_files.collect_static_files()
    assert len(collected) == 2


def test_files_that_were_taken_away_are_collected_again(collected, settings):
    static_files.collect_static_files()
    (settings.STATIC_ROOT / "staticfiles.json").unlink()
    static_files.collect_static_files()

    assert len(collected) == 2


def test_processes_have_as_many_threads_as_the_command_says(
    collected, monkeypatch, settings, tmp_path
):
    found = []

    class Served:
        def serve(self):
            # A forked process has these settings, one that begins anew this environment.
            found.append((settings.LIENTHONG_THREADS, os.environ["LIENTHONG_THREADS"]))

    settings.LIENTHONG_HOME, settings.LIENTHONG_THREADS = tmp_path, 4
    monkeypatch.setenv("LIENTHONG_THREADS", "4")
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    monkeypatch.setattr(serve, "web_server", lambda **_facts: Served())

    call_command("serve", "--threads", "2")
    call_command("serve")

    # pytest gives the setting back after the test; within it the command's word stays.
    assert found == [(2, "2"), (2, "2")]
