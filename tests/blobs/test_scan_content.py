"""Viruses: found is refused and counted, a scanner that is away holds, nothing is ever assumed."""

import io
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from tests.blobs.builders import A_PDF, MONDAY_9AM, OFFICE, a_clerk, received
from tests.left_behind import assert_nothing_left

from lienthong.blobs import errors, places, queries, services
from lienthong.blobs.adapters.clamd import Clamd
from lienthong.blobs.models import Upload
from lienthong.blobs.ports import ScannerAway
from lienthong.blobs.sealing import HEADER
from lienthong.ledger.models import Record

pytestmark = pytest.mark.django_db(transaction=True)
# The test file of EICAR, in two parts so that no scanner takes this file for one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LATER = MONDAY_9AM + timedelta(minutes=1)


class FakeClamd:
    """A clamd that finds EICAR, or behaves in a way of its own."""

    def __init__(self, path: Path, behave: Callable[[socket.socket, bytes], None] | None) -> None:
        self.address, self.seen = f"unix:{path}", b""
        self._behave = behave or self._tell
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(path))
        self._socket.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                wire, _peer = self._socket.accept()
            except OSError:
                return
            with wire, suppress(BrokenPipeError):
                self._behave(wire, self._streamed(wire))

    def _streamed(self, wire: socket.socket) -> bytes:
        with wire.makefile("rb") as reading:
            assert reading.read(10) == b"zINSTREAM\0"
            self.seen = b""
            while size := struct.unpack(">I", reading.read(4))[0]:
                self.seen += reading.read(size)
        return self.seen

    @staticmethod
    def _tell(wire: socket.socket, content: bytes) -> None:
        told = b"Eicar-Test-Signature FOUND" if EICAR in content else b"OK"
        wire.sendall(b"stream: " + told + b"\0")


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder whose sockets have names that the kernel takes (108 bytes)."""
    machines_own = os.environ.get("TMPDIR", "/tmp")
    with tempfile.TemporaryDirectory(prefix="clamd-", dir=machines_own) as folder:
        yield Path(folder)


@pytest.fixture
def clamd(short_path, settings) -> Iterator[Callable[..., FakeClamd]]:
    running: list[FakeClamd] = []

    def start(behave=None) -> FakeClamd:
        running.append(FakeClamd(short_path / f"clamd{len(running)}", behave))
        settings.LIENTHONG_VIRUS_SCANNER = running[-1].address
        return running[-1]

    yield start
    for each in running:
        each.close()


def test_a_clean_file_is_scanned_in_clear_and_admitted(clamd):
    scanner = clamd()
    upload = received(A_PDF * 10_000)
    assert scanner.seen == A_PDF * 10_000
    services.admit(upload.id, agency_ids=[OFFICE], actor=a_clerk(), now=MONDAY_9AM)


def test_an_infected_file_is_refused_counted_and_nothing_of_it_is_left(clamd):
    clamd()
    with assert_nothing_left("ledger"), pytest.raises(errors.FileInfected) as refused:
        received(A_PDF + EICAR)
    assert refused.value.facts["virus"] == "Eicar-Test-Signature"
    [record] = Record.objects.all()
    assert record.act == "document.virus-refused"
    assert str(OFFICE).encode() in bytes(record.leaf)


def test_without_a_scanner_nothing_is_scanned_and_everything_may_be_admitted():
    upload = received(A_PDF + EICAR)
    card = services.admit(upload.id, agency_ids=[OFFICE], actor=a_clerk(), now=MONDAY_9AM)
    assert queries.open_content(card.digest).read() == A_PDF + EICAR


def test_a_file_waits_while_the_scanner_is_away_and_goes_on_when_it_is_back(clamd, settings):
    settings.LIENTHONG_VIRUS_SCANNER = "unix:/nowhere/clamd"
    good, bad = received(b"%PDF-1.7 good"), received(b"%PDF-1.7 " + EICAR)
    with pytest.raises(errors.ScanPending):
        services.admit(good.id, agency_ids=[OFFICE], actor=a_clerk(), now=MONDAY_9AM)
    assert services.scan_waiting(now=LATER) == 0
    assert {each.code for each in queries.health().problems} == {"blobs.scan-pending"}

    clamd()
    assert services.scan_waiting(now=LATER) == 2
    assert services.scan_waiting(now=LATER) == 0
    services.admit(good.id, agency_ids=[OFFICE], actor=a_clerk(), now=LATER)
    with pytest.raises(errors.UploadClosed):
        services.admit(bad.id, agency_ids=[OFFICE], actor=a_clerk(), now=LATER)
    assert Upload.objects.get(pk=bad.id).refusal_code == "blobs.virus-found"


def too_large_for_it(wire: socket.socket, content: bytes) -> None:
    if len(content) > len(A_PDF):
        full(wire, content)
    else:
        FakeClamd._tell(wire, content)


def test_a_file_that_cannot_be_scanned_holds_up_no_other(clamd, settings):
    settings.LIENTHONG_VIRUS_SCANNER = "unix:/nowhere/clamd"
    too_large, gone = received(A_PDF * 2), received(b"%PDF-1.7 gone")
    damaged, good = received(b"%PDF-1.7 damaged"), received(b"%PDF-1.7 good")
    places.quarantined(gone.id).unlink()
    with places.quarantined(damaged.id).open("r+b") as file:
        file.truncate(HEADER)

    clamd(too_large_for_it)
    assert services.scan_waiting(now=LATER) == 1
    services.admit(good.id, agency_ids=[OFFICE], actor=a_clerk(), now=LATER)
    with pytest.raises(errors.ScanPending):
        services.admit(too_large.id, agency_ids=[OFFICE], actor=a_clerk(), now=LATER)


def test_what_is_taken_in_without_quarantine_is_not_kept_while_the_scanner_is_away(settings):
    settings.LIENTHONG_VIRUS_SCANNER = "tcp:127.0.0.1:1"
    with assert_nothing_left(), pytest.raises(errors.ScanPending):
        services.require_harmless(
            io.BytesIO(A_PDF), name="goi.pdf", agency_id=OFFICE, now=MONDAY_9AM
        )


def dead(wire: socket.socket, _content: bytes) -> None:
    wire.close()


def slow(wire: socket.socket, _content: bytes) -> None:
    time.sleep(0.5)


def dripping(wire: socket.socket, _content: bytes) -> None:
    for _turn in range(20):
        wire.sendall(b"s")
        time.sleep(0.05)


def full(wire: socket.socket, _content: bytes) -> None:
    wire.sendall(b"INSTREAM size limit exceeded. ERROR\0")


def odd(wire: socket.socket, _content: bytes) -> None:
    wire.sendall(b"\xff\xfe nonsense\0")


def nearly_ok(wire: socket.socket, _content: bytes) -> None:
    wire.sendall(b"stream: OKAY\0")


@pytest.mark.parametrize("behave", [dead, slow, dripping, full, odd, nearly_ok])
def test_a_scanner_that_does_not_say_ok_has_not_said_ok(clamd, behave):
    scanner = clamd(behave)
    with pytest.raises(ScannerAway):
        Clamd(scanner.address, seconds=0.2).scan(io.BytesIO(A_PDF))


@pytest.fixture
def real_clamd(tmp_path, short_path, settings) -> Iterator[str]:
    """Debian's clamd with one signature, that of the test file of EICAR."""
    program = shutil.which("clamd") or "/usr/sbin/clamd"
    if not Path(program).exists():
        pytest.skip("clamd is missing; to enable this test: sudo apt-get install clamav-daemon")
    data, path = tmp_path / "db", short_path / "clamd.ctl"
    data.mkdir()
    (data / "test.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    (tmp_path / "conf").write_text(
        f"DatabaseDirectory {data}\nLocalSocket {path}\nForeground yes\n"
        f"LogFile {tmp_path / 'log'}\nUser root\n"
    )
    process = subprocess.Popen([program, "-c", tmp_path / "conf"], stdout=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.05)
    settings.LIENTHONG_VIRUS_SCANNER = f"unix:{path}"
    yield f"unix:{path}"
    process.kill()
    process.wait()


def test_debians_clamd_finds_the_test_file_and_passes_a_letter(real_clamd):
    assert received(A_PDF).size == len(A_PDF)
    with assert_nothing_left("ledger"), pytest.raises(errors.FileInfected):
        received(EICAR, name="thu.txt")
