"""The one command: what it shows, what it says to unknown names, how it ends."""

import os
import subprocess
import sys
from importlib.metadata import version

import pytest
from tests.scratch import Scratch

from lienthong.config import command, helping


@pytest.mark.parametrize("words", [[], ["help"], ["--help"]])
def test_help_shows_our_commands_in_groups_and_not_those_of_django(capsys, words):
    assert command.run(words) == 0
    shown = capsys.readouterr().out
    assert "lienthong --version" in shown
    for name in ("serve", "worker", "verify", "user", "migrate"):
        assert f"\n  {name} " in shown
    assert "sqlflush" not in shown
    assert "Khác" not in shown


def test_every_command_of_ours_stands_in_a_group():
    grouped = {name for group in helping.GROUPS.values() for name in group}
    assert helping.our_names() <= grouped


def test_an_unknown_command_ends_with_2_and_says_the_nearest(capsys):
    assert command.run(["srve"]) == 2
    assert "serve" in capsys.readouterr().err
    assert command.run(["help", "nothing-like-it"]) == 2


def test_the_version_is_that_of_the_package(capsys):
    assert command.run(["--version"]) == 0
    assert capsys.readouterr().out == f"lienthong {version('lienthong')}\n"


def test_ctrl_c_ends_with_130(monkeypatch):
    def interrupt(_words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_django", interrupt)
    assert command.run(["shell"]) == 130


def test_a_reader_who_has_seen_enough_is_no_failure():
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "lienthong.config.command", "help"],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.once
def test_a_database_without_its_tables_is_told_with_what_to_do(tmp_path):
    asked = "import sys; from lienthong.config import command; "
    process = Scratch(tmp_path, "").start_bare(f"{asked}sys.exit(command.run(['system', 'list']))")
    _printed, problems = process.communicate()
    assert process.returncode == command.FAILED
    assert "operation.not-migrated" in problems
    assert "lienthong migrate" in problems
