"""The one command: what it shows, what it says to unknown names, how it ends."""

import errno
import os
import subprocess
import sys
from importlib.metadata import version

import pytest
from django.db import Error
from tests.scratch import Scratch

from lienthong.config import command, helping
from lienthong.signatures.errors import KeyMissing


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


def test_an_error_of_a_command_is_its_sentence_alone(capsys):
    words = ["client", "--site", "khong-co.json", "agencies"]
    assert command.run(words) == 2
    told = capsys.readouterr().err
    assert told.startswith("Không có tệp hoặc thư mục “khong-co.json”.")
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("number", "file", "words"),
    [
        (errno.EACCES, "keys/secret_key", "không có quyền với “keys/secret_key”"),
        (errno.EROFS, "passing/7", "“passing/7” nằm trên ổ đĩa chỉ cho đọc"),
        (errno.EACCES, None, "Máy không cho làm việc này"),
        (errno.ENOTDIR, "keys", "“keys” không phải thư mục"),
        (errno.EISDIR, "keys/secret_key", "“keys/secret_key” là thư mục"),
        (errno.EIO, "blobs/ab", "Không đọc hoặc ghi được “blobs/ab”"),
        (errno.EMFILE, "blobs/ab", "ulimit -n"),
        (errno.ENOMEM, None, "Máy không còn bộ nhớ"),
    ],
)
def test_a_file_that_may_not_be_used_is_named_without_a_traceback(
    monkeypatch, capsys, number, file, words
):
    def use(_words: list[str]) -> int:
        raise OSError(number, os.strerror(number), file)

    monkeypatch.setattr(command, "_django", use)
    assert command.run(["backup"]) == 1
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1


def test_ctrl_c_ends_with_130(monkeypatch):
    def interrupt(_words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_django", interrupt)
    assert command.run(["shell"]) == 130


_FINDS = """
import sys
from lienthong.config import command

def run(words):
    print("what was found")
    sys.exit(1)

command.run = run
command.main()
"""


@pytest.mark.parametrize(
    "words",
    [
        ["-m", "lienthong.config.command", "help"],
        ["-c", _FINDS],
    ],
)
def test_a_reader_who_has_seen_enough_is_no_failure(words):
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, *words],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_refusal_that_a_command_lets_out_is_told_with_what_to_do(monkeypatch, capsys):
    def refuse(_words: list[str]) -> int:
        raise KeyMissing

    monkeypatch.setattr(command, "_django", refuse)
    assert command.run(["check"]) == command.WRONG
    assert "signatures.key-missing: " in capsys.readouterr().err


def test_a_proof_is_checked_whatever_the_settings_of_the_folder(tmp_path):
    """The receipt of the reference page is a file like any; its folder's settings are wrong."""
    (tmp_path / "lienthong.env").write_text("LIENTHONG_NOTHING=1\n")
    (tmp_path / "file.json").write_text("{}")
    (tmp_path / "key.pem").write_bytes(b"")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "lienthong.config.command",
            "verify",
            "file.json",
            "--key",
            "key.pem",
        ],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if not name.startswith("DJANGO")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (command.FAILED, "")
    assert done.stdout.startswith("SAI\t")


class OfDriver(Exception):
    sqlite_errorname, sqlstate = "", ""


@pytest.mark.parametrize(
    ("names", "code", "words"),
    [
        ({"sqlite_errorname": "SQLITE_READONLY"}, "operation.database-read-only", "mở quyền ghi"),
        ({"sqlstate": "25006"}, "operation.database-read-only", "máy chủ chính"),
        ({"sqlstate": "42501"}, "operation.database-right-missing", "lienthong databaserights"),
        ({"sqlite_errorname": "SQLITE_NOTADB"}, "operation.database-damaged", "lienthong restore"),
    ],
)
def test_what_is_wrong_with_the_database_is_told_with_what_to_do(
    monkeypatch, capsys, names, code, words
):
    def use(_words: list[str]) -> int:
        cause = OfDriver("the words of the driver")
        vars(cause).update(names)
        raise Error("the words of the driver") from cause

    monkeypatch.setattr(command, "_django", use)
    assert command.run(["system", "list"]) == command.FAILED
    told = capsys.readouterr().err
    assert told.startswith(f"{code}: ")
    assert words in told
    assert told.endswith("(the words of the driver)\n")


@pytest.mark.once
def test_a_database_without_its_tables_is_told_with_what_to_do(tmp_path):
    asked = "import sys; from lienthong.config import command; "
    process = Scratch(tmp_path, "").start_bare(f"{asked}sys.exit(command.run(['system', 'list']))")
    _printed, problems = process.communicate()
    assert process.returncode == command.FAILED
    assert "operation.not-migrated" in problems
    assert "lienthong migrate" in problems


_ENDING = """
import atexit, sys, threading, time
from lienthong.config import command

class Kept:
    def __del__(self):
        print("taken apart", flush=True)

def work():
    time.sleep(0.3)
    print("the thread ended")

def run(words):
    threading.Thread(target=work).start()
    {how}

kept = Kept()
atexit.register(print, "left in order")
command.run = run
command.main()
"""


@pytest.mark.once
@pytest.mark.parametrize(
    ("how", "status"), [("return 1", 1), ("sys.exit(3)", 3), ("sys.exit()", 0)]
)
def test_a_command_ends_in_order_but_is_not_taken_apart(how, status):
    """Taking it apart costs a third of a short command's processor time."""
    words = [sys.executable, "-c", _ENDING.format(how=how)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    assert done.stdout == "the thread ended\nleft in order\n"


@pytest.mark.once
def test_an_end_with_words_says_them():
    words = [sys.executable, "-c", _ENDING.format(how="sys.exit('in words')")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "in words\n")
