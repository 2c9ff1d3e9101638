"""`lienthong lab`: what is asked on the command line, what is written, and how it ends."""

import io
import json
import threading
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import CommandError, call_command
from tests.lab.builders import FIRST, SECOND, SENDER, an_axis
from tests.lab.program import Program
from torture.ports import free_port

from lienthong.lab.management.running import is_local
from lienthong.lab.services.server_plays import PLAYS

pytestmark = pytest.mark.once
PLAYED = "new,several-recipients,wrong-secret,list-limit"


def told(*words: object, ends: int = 0) -> list[str]:
    """Run the command and return its lines."""
    out = io.StringIO()
    try:
        call_command("lab", *map(str, words), stdout=out)
        ended = 0
    except SystemExit as end:
        ended = int(end.code or 0)
    assert ended == ends
    return out.getvalue().splitlines()


def asked(address: str, folder: Path, *more: object) -> list[object]:
    """The words of `run` against an address."""
    for party in (SENDER, FIRST, SECOND):
        (folder / party.systemid).write_text(f"{party.secret}\n")
    words: list[object] = ["run", "--address", address, "--name", "Mẫu", "--into", folder / "out"]
    words += ["--system", SENDER.systemid, "--secret-file", folder / SENDER.systemid]
    words += ["--agency", SENDER.code, "--scenarios", PLAYED, "--large-bytes", "1000"]
    for party in (FIRST, SECOND):
        words += ["--peer", f"{party.code},{party.systemid},{folder / party.systemid}"]
    return [*words, *more]


def test_a_run_writes_a_report_and_says_that_it_is_not_whole(tmp_path):
    with an_axis() as (_axis, address):
        lines = told(*asked(address, tmp_path), ends=1)
    assert lines[:4] == [
        "passed\tmust\tnew",
        "passed\tmust\tseveral-recipients",
        "passed\tmust\twrong-secret",
        "not-tried\tshould\tlist-limit\tlong-ones-not-wanted",
    ]
    report = tmp_path / "out" / "lab-report.json"
    assert (tmp_path / "out" / "lab-report.html").stat().st_size > 50_000
    (line,) = told("check", report, ends=1)
    verdict = json.loads(line)
    assert (verdict["ready"], verdict["passed"], verdict["reduced"]) == (False, 3, True)
    assert "new" not in verdict["lacking"]
    assert "doctype" in verdict["lacking"]


def test_a_report_that_somebody_mended_is_refused(tmp_path):
    with an_axis() as (_axis, address):
        told(*asked(address, tmp_path), ends=1)
    report = tmp_path / "out" / "lab-report.json"
    report.write_text(report.read_text().replace("not-tried", "passed"))
    with pytest.raises(CommandError) as refused:
        told("check", report)
    assert "lab.report-altered" in str(refused.value)
    assert refused.value.returncode == 2


def test_an_agency_alone_plays_what_needs_no_other(tmp_path):
    with an_axis() as (_axis, address):
        words = asked(address, tmp_path)
        lines = told(*words[: words.index("--peer")], ends=1)
    assert "not-tried\tmust\tseveral-recipients\tmore-peers-needed" in lines


@pytest.mark.parametrize("address", ["http://10.20.30.40/vxp", "https://truc.example.vn/vxp"])
def test_junk_is_not_sent_elsewhere_until_somebody_says_that_it_may(tmp_path, address):
    with pytest.raises(CommandError) as refused:
        told(*asked(address, tmp_path))
    assert "lab.address-not-local" in str(refused.value)
    assert refused.value.returncode == 2
    assert not (tmp_path / "out").exists()


def test_only_this_machine_is_local():
    assert is_local("http://127.0.0.1:8000/vxp")
    assert is_local("http://[::1]:8000/vxp")
    assert is_local("http://localhost/vxp")
    assert not is_local("http://localhost.example.vn/vxp")
    assert not is_local("http://0.0.0.0/vxp")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--scenarios", "khong-co"], "lab.scenario-unknown"),
        (["--peer", "H19.2"], "lab.peer-wrong"),
        (["--secret-file", "khong-co"], "khong-co"),
        (["--address", "ftp://127.0.0.1"], "lab.address-wrong"),
    ],
)
def test_what_cannot_be_asked_is_said_before_anything_is_sent(tmp_path, more, words):
    with pytest.raises(CommandError, match=words) as refused:
        told(*asked("http://127.0.0.1:9/vxp", tmp_path, *more))
    assert refused.value.returncode == 2


def test_a_program_is_served_until_the_book_is_played(tmp_path):
    secret, port, lines = tmp_path / "secret", free_port(), []
    secret.write_text(SENDER.secret)
    words = ["serve", "--port", port, "--system", SENDER.systemid, "--agency", SENDER.code]
    words += ["--secret-file", secret, "--name", "Mẫu", "--into", tmp_path]
    words += ["--scenarios", "polls,fetches", "--patience", "120", "--large-bytes", "1000"]
    serving = threading.Thread(target=lambda: lines.extend(told(*words, ends=1)))
    serving.start()
    address = f"http://127.0.0.1:{port}/vxp"
    while serving.is_alive() and not _answers(address):
        time.sleep(0.05)
    program = Program(address, SENDER)
    program.start()
    serving.join()
    program.is_over = True
    assert "passed\tmust\tfetches" in lines
    assert f"address\t{address}" in lines
    assert any(line.startswith("· fetches: ") for line in lines)
    assert json.loads((tmp_path / "lab-report.json").read_text())["direction"] == "client"


def _answers(address: str) -> bool:
    try:
        return bool(urlopen(f"{address.removesuffix('/vxp')}/lab/now").read())
    except OSError:
        return False


def test_a_run_that_is_stopped_writes_what_was_seen(tmp_path, monkeypatch):
    def stop(_play: object) -> None:
        raise KeyboardInterrupt

    with an_axis() as (_axis, address):
        monkeypatch.setitem(PLAYS, "several-recipients", stop)
        told(*asked(address, tmp_path), ends=1)
    report = json.loads((tmp_path / "out" / "lab-report.json").read_text())
    outcomes = [one["outcome"] for one in report["scenarios"]]
    assert outcomes == ["passed", "not-tried", "not-tried", "not-tried"]
    assert report["scenarios"][2]["why"]["en"].startswith("Stopped")


def test_the_book_is_listed():
    lines = [json.loads(line) for line in told("book", "--direction", "client")]
    assert {"id", "severity", "vi", "en", "source"} == set(lines[0])
