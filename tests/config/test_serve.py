"""Static files at the start of the server: new ones are collected, unchanged ones are not."""

import pytest

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
