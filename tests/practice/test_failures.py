"""Every failure of the set-up and the demo says its code, and the page explains that code."""

import os
import re
import resource
import runpy
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.forked import nursery

from lienthong.practice import failures
from lienthong.practice.failures import failure_of

ROOT = Path(__file__).parents[2]
EXPLAINED = (ROOT / failures.PAGE).read_text()


def demo(
    *arguments: str, home: Path, settings: Mapping[str, str] | None = None, **limits: int
) -> tuple[int, str]:
    """Start the demo for real; return its exit code and what it complained of."""

    def limit() -> None:
        if "largest_file" in limits:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limits["largest_file"],) * 2)

    done = subprocess.run(
        [sys.executable, "-m", "lienthong.practice", *arguments],
        env=around(home, settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        preexec_fn=limit,
        check=False,
    )
    return done.returncode, done.stderr


def demo_with_libraries(
    *arguments: str, home: Path, settings: Mapping[str, str]
) -> tuple[int, str]:
    """As `demo`, begun with the libraries loaded, for what is told once settings are read."""
    started = nursery().start(
        'import runpy; runpy.run_module("lienthong.practice", run_name="__main__")',
        [*arguments],
        environment=around(home, settings),
        folder=ROOT,
    )
    _printed, problems = started.communicate()
    return started.wait(), problems


def around(home: Path, settings: Mapping[str, str] | None) -> dict[str, str]:
    """The environment of a demo: nothing of the tests' own."""
    known = {name: os.environ.get(name, "") for name in ("PATH", "PYTHONPATH")}
    return {**known, "LIENTHONG_HOME": str(home), **(settings or {})}


def told(stderr: str) -> str:
    """Return the code on the last line; the page explains it, and nothing looks like a bug."""
    code = re.search(r"^\[([a-z.-]+)\] ", stderr, re.MULTILINE)
    assert code is not None, stderr
    assert f"`{code[1]}`" in EXPLAINED
    assert "Traceback" not in stderr
    return code[1]


def test_a_port_that_is_taken_is_told_before_anything_is_done(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        status, said = demo("--port", str(other.getsockname()[1]), home=tmp_path / "home")

    assert (status, told(said)) == (1, "demo.port-taken")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("options", [["--serve", "maybe"], ["--port", "acht"], ["--colour"]])
def test_what_is_not_an_option_is_told(options, tmp_path):
    status, said = demo(*options, home=tmp_path)

    assert (status, told(said)) == (1, "demo.unknown-option")


def test_a_file_that_is_not_there_is_told(tmp_path):
    status, said = demo("--serve", "no", "--file", str(tmp_path / "x.pdf"), home=tmp_path)

    assert (status, told(said)) == (1, "demo.no-such-file")


def test_a_second_demo_in_the_same_folder_is_told(tmp_path):
    with failures.hold_home(tmp_path):
        status, said = demo("--serve", "no", home=tmp_path)

    assert (status, told(said)) == (1, "demo.already-running")


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    status, said = demo("--serve", "no", home=tmp_path / "file" / "home")

    assert (status, told(said)) == (1, "demo.not-writable")


def test_a_database_that_is_broken_is_told(tmp_path):
    (tmp_path / "lienthong.sqlite3").write_bytes(b"kein Datenbestand " * 500)
    status, said = demo("--serve", "no", home=tmp_path)

    assert (status, told(said)) == (1, "demo.broken-installation")


def test_a_disk_without_room_is_told(tmp_path):
    status, said = demo("--serve", "no", home=tmp_path, largest_file=100_000)

    assert (status, told(said)) == (1, "demo.disk-full")


@pytest.mark.parametrize(
    ("settings", "serve", "named"),
    [
        ({"LIENTHONG_HOSTS": "example.vn"}, "no", "LIENTHONG_HOSTS=example.vn"),
        ({"LIENTHONG_BEHIND_TLS": "true"}, "yes", "LIENTHONG_BEHIND_TLS"),
        ({"LIENTHONG_HOSTZ": "1"}, "no", "did you mean LIENTHONG_HOSTS"),
        ({"LIENTHONG_THREADS": "abc"}, "no", "LIENTHONG_THREADS"),
    ],
    ids=["hosts", "tls", "unknown", "wrong"],
)
def test_settings_that_it_cannot_use_are_told_before_anything_is_done(
    settings, serve, named, tmp_path
):
    words = ("--serve", serve, "--port", "8240")
    status, said = demo_with_libraries(*words, home=tmp_path, settings=settings)

    assert (status, told(said)) == (1, "demo.settings-unfit")
    assert named in said
    assert not (tmp_path / "lienthong.sqlite3").exists()


def test_a_database_that_does_not_answer_is_told(tmp_path):
    away = {"LIENTHONG_DATABASE": "postgresql://nobody@127.0.0.1:1/nothing"}
    status, said = demo_with_libraries("--serve", "no", home=tmp_path, settings=away)

    assert (status, told(said)) == (1, "demo.database-away")


def test_an_error_that_nobody_knows_is_no_failure():
    assert failure_of(ValueError("no number")) is None


def preflight(python: Path | str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        ["/bin/bash", str(ROOT / "scripts" / "preflight.sh")],
        env={"PATH": os.environ["PATH"], "PYTHON": str(python), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def a_python(path: Path, script: str) -> Path:
    """A stand-in for an interpreter that answers as `script` says."""
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ('[ "$1" = -V ] && echo Python 3.9.2; exit 1', "setup.python-too-old"),
        ('case "$2" in *venv*) exit 1;; esac; exit 0', "setup.venv-missing"),
    ],
)
def test_what_python_lacks_is_told_with_its_package(script, code, tmp_path):
    status, said = preflight(a_python(tmp_path / "python", script))

    assert (status, told(said)) == (1, code)


def test_a_machine_without_python_or_without_room_is_told():
    assert told(preflight("no-such-python")[1]) == "setup.python-missing"
    assert told(preflight(sys.executable, NEEDED_KB="999999999999")[1]) == "setup.disk-full"


def test_missing_libraries_are_told_with_their_packages(monkeypatch, capsys):
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    script = runpy.run_path(str(ROOT / "scripts" / "preflight.py"))

    assert script["main"]() == 1
    said = capsys.readouterr().err
    assert "libpango-1.0-0" in said
    assert told(said) == "setup.libraries-missing"


def test_packages_that_cannot_be_fetched_are_no_riddle_of_pip(tmp_path):
    """Without network pip says that there is no such version of the first package."""
    for name in ("Makefile", "pyproject.toml", "scripts", "requirements"):
        (tmp_path / name).symlink_to(ROOT / name)
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "pip"):
        a_python(programs / name, "exit 1")
    done = subprocess.run(
        ["make", "demo"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert told(done.stderr) == "setup.not-fetched"
