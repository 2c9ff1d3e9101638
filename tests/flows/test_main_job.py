"""The main job on a fresh installation, and every promise of it checked by code that is not ours.

The demo runs as a person runs it; then its folder and database are looked at from outside: poppler
for the signatures, the receipt by a checker written from docs/reference/receipt.md alone.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.flows import checker
from tests.scratch import Scratch
from torture.ports import free_port

from lienthong.config.reading import read_settings
from lienthong.practice import names

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BOOKS = """
import json
from lienthong.registers.models import Register
from lienthong.exchange.models import Delivery
books = {f"{b.agency.name} {b.direction} {b.year}": [
    [e.number, e.reference_code, e.state] for e in b.entries.order_by("number")]
    for b in Register.objects.select_related("agency")}
states = [[d.sender.name, d.recipient_name, d.state, d.version.reference_code]
    for d in Delivery.objects.select_related("sender", "version").order_by("id")]
print(json.dumps([books, states]))
"""
PLAY = "import runpy; runpy.run_module('lienthong.practice', run_name='__main__', alter_sys=True)"
CHECK = "from tests.flows.invariants import everything_holds; everything_holds(); print('holds')"
CONTENT = """
import sys
from lienthong.documents.models import Version
from lienthong.blobs.queries import open_content
for version in Version.objects.order_by("created_at"):
    with open_content(version.content_id) as source:
        open(version.reference_code.replace("/", "-") + ".pdf", "wb").write(source.read())
"""


@dataclass
class Demo:
    """An installation in which the main job was played."""

    scratch: Scratch

    def play(self, *words: str, status: int = 0) -> str:
        process = self.scratch.start_bare(PLAY, "--serve", "no", *words)
        said = "".join(process.communicate())
        assert process.returncode == status, said
        return said

    def copy(self, home: Path) -> "Demo":
        """Return the same installation in another folder, where its database is a file too."""
        shutil.copytree(self.scratch.home, home, ignore=shutil.ignore_patterns("static"))
        return Demo(Scratch(home, ""))

    def books(self) -> tuple[dict[str, list[list[object]]], list[list[str]]]:
        books, states = json.loads(self.scratch.run(BOOKS))
        return books, states

    def receipts(self) -> list[Path]:
        folder = self.scratch.home / "bien-nhan"
        return sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)

    @property
    def public_key(self) -> Path:
        return self.scratch.home / "public-key.pem"


@pytest.fixture(scope="module")
def played(module_scratch: Scratch) -> Demo:
    """An installation in which the main job was played once."""
    demo = Demo(module_scratch)
    demo.play()
    return demo


@pytest.mark.poppler
def test_A1_B1_B7_C1_the_main_job_keeps_every_promise_and_a_second_run_sends_again_and_serves(
    played,
):
    demo = played
    first = _check_first_run(demo)
    _check_signatures(demo.scratch)
    _check_receipt(demo)

    if not demo.scratch.database:
        # What serving and further numbers ask of PostgreSQL, config, faults and registers show.
        _play_and_serve(demo)
        _check_second_run(demo, first)
    assert demo.scratch.run(CHECK) == "holds\n"


def _check_first_run(demo: Demo):
    books, states = demo.books()
    by_number = {code: rows for rows in books.values() for _n, code, _state in rows}
    assert {"01/UBND-TTTH", "01/STTTT-CNTT"} <= by_number.keys()
    assert all(
        [n for n, _code, _state in rows] == list(range(1, len(rows) + 1)) for rows in books.values()
    )
    assert {state for rows in books.values() for _n, _code, state in rows} == {"entered"}
    sent = [row for row in states if row[3] == "01/UBND-TTTH"]
    assert len(sent) == len({row[1] for row in sent}) == 8
    reached = {row[1]: row[2] for row in sent}
    assert reached.pop("Sở Thông tin và Truyền thông") == "finished"
    assert reached.pop("Sở Khoa học và Công nghệ") == "refused"
    by_interface = "Văn phòng Đoàn Đại biểu Quốc hội và Hội đồng nhân dân tỉnh Đồng Nai"
    assert reached.pop(by_interface) == "accepted"
    assert set(reached.values()) == {"arrived"}
    answers = [row for row in states if row[3] == "01/STTTT-CNTT"]
    assert [row[2] for row in answers] == ["arrived"]
    return books, states


def _check_second_run(demo: Demo, first) -> None:
    """Everything of the first run stands as it stood; the second took the numbers that follow."""
    (books_before, states_before), (books, states) = first, demo.books()
    assert states[: len(states_before)] == states_before
    for name, rows in books_before.items():
        assert books[name][: len(rows)] == rows
    codes = {code for rows in books.values() for _n, code, _state in rows}
    assert {"02/UBND-TTTH", "02/STTTT-CNTT"} <= codes
    assert len(states) == 2 * len(states_before)
    assert len(demo.receipts()) == 2


def _play_and_serve(demo: Demo) -> None:
    """The demo serves its pages until it is stopped."""
    port, said = free_port(), demo.scratch.home / "said"
    with said.open("w") as told:
        serving = subprocess.Popen(
            [sys.executable, "-m", "lienthong.practice", "--serve", "yes", "--port", str(port)],
            env=demo.scratch.environment,
            cwd=demo.scratch.home,
            stdout=told,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        page = _when_it_answers(f"http://127.0.0.1:{port}/dang-nhap/", serving)
        os.killpg(serving.pid, signal.SIGINT)  # Ctrl+C: the terminal tells the whole group
        serving.wait(timeout=120)
        assert not _is_open(port), "the server goes on without its starter"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(serving.pid, signal.SIGKILL)
        serving.wait()
    assert "Mật khẩu" in page
    assert f"http://127.0.0.1:{port}/" in said.read_text()
    assert "vanthu.ubnd" in said.read_text()
    assert "LIENTHONG_SETTINGS=lienthong.env" in said.read_text()
    kept = read_settings({"LIENTHONG_SETTINGS": str(demo.scratch.home / "lienthong.env")})
    assert (kept.home, kept.installation) == (demo.scratch.home, names.INSTALLATION)


def _check_signatures(scratch: Scratch) -> None:
    """pdfsig of poppler calls both signatures of both documents valid."""
    scratch.run(CONTENT)
    for name in ("01-UBND-TTTH.pdf", "01-STTTT-CNTT.pdf"):
        said = subprocess.run(
            ["pdfsig", "-nocert", name],
            cwd=scratch.home,
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        assert said.count("Signature Validation: Signature is Valid.") == 2, said
        assert "Signature #3" not in said
        assert said.count("Total document signed") == 1  # the seal covers the whole file


def _check_receipt(demo: Demo) -> None:
    (receipt,) = demo.receipts()
    document = receipt.with_suffix(".pdf")
    said = checker.check(receipt, demo.public_key, document)
    assert said["act"] == "dispatch.submitted"
    assert said["opened"]["reference_code"] == "01/UBND-TTTH"
    assert said["opened"]["recipient"].startswith("Sở Thông tin và Truyền thông")
    assert said["proved_in_tree_of"] == 11

    environment = {**demo.scratch.environment, "LIENTHONG_DATABASE": ""}
    environment["LIENTHONG_HOME"] = str(demo.scratch.home / "nothing-here")
    command = [sys.executable, "-m", "lienthong.config.command", "verify", str(receipt)]
    key = ["--key", str(demo.public_key)]

    def verify(file: Path) -> int:
        done = subprocess.run(
            [*command, str(file), *key],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode

    assert verify(document) == 0
    changed = demo.scratch.home / "changed.pdf"
    changed.write_bytes(document.read_bytes() + b" ")
    assert verify(changed) == 1
    with pytest.raises(AssertionError):
        checker.check(receipt, demo.public_key, changed)


@pytest.mark.once
def test_A6_a_file_of_ones_own_is_signed_here_or_sent_as_it_is_or_refused_in_words(
    played, tmp_path
):
    demo = played.copy(tmp_path / "home")
    own = tmp_path / "ke-hoach.pdf"
    own.write_bytes(_a_plain_pdf())
    number = re.search(r"số (\d\d)/UBND-TTTH", demo.play("--file", str(own)))
    assert number

    demo.scratch.run(CONTENT)
    complete = demo.scratch.home / f"{number[1]}-UBND-TTTH.pdf"
    assert complete.exists()
    said = demo.play("--file", str(complete), status=1)
    assert re.search(r"^\[\w+\.[\w-]+\] docs/", said, re.MULTILINE), said

    letter = tmp_path / "thu.pdf"
    letter.write_text("Đây không phải là PDF.")
    said = demo.play("--file", str(letter), status=1)
    assert re.search(r"^\[\w+\.[\w-]+\] docs/", said, re.MULTILINE), said
    assert "Traceback" not in said

    said = demo.play("--file", str(tmp_path / "khong-co.pdf"), status=1)
    assert "no such file" in said
    assert demo.scratch.run(CHECK) == "holds\n"


def _a_plain_pdf() -> bytes:
    from weasyprint import HTML

    return HTML(string="<p>Kế hoạch công tác tháng 12, soạn bằng phần mềm khác.</p>").write_pdf()


def _is_open(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def _when_it_answers(address: str, serving: subprocess.Popen) -> str:
    """Ask until it answers. Playing the job comes first, which takes minutes on a busy machine."""
    until = time.monotonic() + 600
    while time.monotonic() < until:
        assert serving.poll() is None, "it ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                assert answer.status == 200
                return answer.read().decode()
        except OSError:
            time.sleep(0.3)
    raise AssertionError("nothing answered")
