"""Static files at the start of the server: new ones are collected, unchanged ones are not."""

import pytest

from lienthong.config.management.commands import serve


@pytest.fixture
def collected(monkeypatch, settings, tmp_path):
    """The calls of collectstatic, which here only leaves its manifest."""
    settings.STATIC_ROOT = tmp_path / "static"
    calls = []

    def collect(name, **options):
        calls.append((name, options["clear"]))
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")

    monkeypatch.setattr(serve, "call_command", collect)
    return calls


def test_files_are_collected_once_and_again_after_a_change(collected, monkeypatch):
    serve._collect()
    serve._collect()
    assert collected == [("collectstatic", True)]

    monkeypatch.setattr(serve, "_digest", lambda: "another version")
    serve._collect()
    assert len(collected) == 2


def test_files_that_were_taken_away_are_collected_again(collected, settings):
    serve._collect()
    (settings.STATIC_ROOT / "staticfiles.json").unlink()
    serve._collect()

    assert len(collected) == 2
