"""Readers of PDFs are shared: few are started, and one that hangs stops nobody."""

import errno
import io
import os
import resource
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.bad_files import built

from lienthong.formats.pdf import apart, wire
from lienthong.formats.pdf.reading import ORDINARY, read_pdf

pytestmark = pytest.mark.once


class Started:
    """Readers that were started, in place of processes."""

    is_alive = True
    count = 0

    def __init__(self) -> None:
        type(self).count += 1

    def end(self) -> None:
        self.is_alive = False


@pytest.fixture
def started(monkeypatch):
    monkeypatch.setattr(Started, "count", 0)
    monkeypatch.setattr(apart, "_Reader", Started)
    monkeypatch.setattr(apart, "_WORTH_WAITING", 0.01)
    return Started


def test_two_readers_that_hang_stop_nobody(started):
    readers = apart._Readers()
    hanging = [readers.take(), readers.take()]
    assert readers.take() not in hanging
    assert started.count == 3


def test_a_reader_that_was_given_back_is_taken_again_and_no_more_than_two_are_kept(started):
    readers = apart._Readers()
    several = [readers.take() for _n in range(4)]
    for one in several:
        readers.give_back(one)
    assert [one.is_alive for one in several] == [True, True, False, False]
    assert {readers.take(), readers.take()} == set(several[:2])
    assert started.count == 4


def test_a_second_reader_is_started_when_the_first_is_slow_and_then_both_are_there(
    started, monkeypatch
):
    readers = apart._Readers()
    first = readers.take()
    second = readers.take()
    readers.give_back(first)
    readers.give_back(second)
    monkeypatch.setattr(apart, "_WORTH_WAITING", 60)
    assert {readers.take(), readers.take()} == {first, second}
    assert started.count == 2


def test_a_reader_that_was_given_up_counts_no_longer(started, monkeypatch):
    readers = apart._Readers()
    for _n in range(5):
        readers.give_up(readers.take())
    monkeypatch.setattr(apart, "_WORTH_WAITING", 60)
    assert readers.take().is_alive


def test_a_reader_that_could_not_be_started_counts_no_longer(started, monkeypatch):
    def no_process():
        raise BlockingIOError(errno.EAGAIN, "no process")

    readers = apart._Readers()
    monkeypatch.setattr(apart, "_Reader", no_process)
    for _n in range(2):
        with pytest.raises(BlockingIOError):
            readers.take()
    monkeypatch.setattr(apart, "_Reader", started)
    monkeypatch.setattr(apart, "_WORTH_WAITING", 60)
    assert readers.take().is_alive


def test_a_server_with_a_thousand_callers_reads_pdfs_all_the_same():
    """Its next file has a number above 1,023, which select(2) cannot take."""
    pdf = built(lambda _document: None)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    callers = [os.open(os.devnull, os.O_RDONLY) for _n in range(1100)]
    try:
        reader = apart._Reader()
        try:
            assert reader._out.fileno() > 1023
            answer = reader.ask(io.BytesIO(pdf), limits=ORDINARY, until=time.monotonic() + 60)
            assert wire.meant_by(answer) == read_pdf(io.BytesIO(pdf))
        finally:
            reader.end()
    finally:
        for caller in callers:
            os.close(caller)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_reader_that_takes_nothing_more_is_waited_for_no_longer_than_said():
    reader = apart._Reader()
    try:
        reader._process.send_signal(signal.SIGSTOP)
        large = io.BytesIO(b"%PDF-" + bytes(4 * wire.SMALL))
        with pytest.raises(wire.BrokenWire):
            reader.ask(large, limits=ORDINARY, until=time.monotonic() + 0.5)
    finally:
        reader.end()


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT], ids=lambda told: told.name)
def test_a_reader_reads_on_when_everybody_is_told_to_end_and_ends_with_the_other_side(told):
    reader, pdf = apart._Reader(), built(lambda _document: None)
    try:
        asked = {"limits": ORDINARY, "until": time.monotonic() + 60}
        reader.ask(io.BytesIO(pdf), **asked)  # it is there, and has its own ways by now
        reader._process.send_signal(told)
        found = wire.meant_by(reader.ask(io.BytesIO(pdf), **asked))
        assert found == read_pdf(io.BytesIO(pdf))
        reader._in.close()
        assert reader._process.wait(timeout=30) == 0
    finally:
        reader.end()


def test_who_waits_in_line_gets_the_reader_that_is_given_back(started, monkeypatch):
    readers = apart._Readers()
    monkeypatch.setattr(apart, "_WORTH_WAITING", 0)
    first, second = readers.take(), readers.take()
    monkeypatch.setattr(apart, "_WORTH_WAITING", 60)
    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(readers.take) for _n in range(2)]
        while len(readers._line) < 2:
            time.sleep(0.001)
        readers.give_back(first)
        readers.give_up(second)
        taken = {one.result() for one in waiting}
    assert first in taken
    assert second not in taken
    assert started.count == 3


def test_many_at_once_share_one_process_while_it_is_quick(monkeypatch):
    pdf, real, pids = built(lambda _document: None), apart._Reader, set()

    class Counted(real):
        def __init__(self) -> None:
            super().__init__()
            pids.add(self._process.pid)

    readers = apart._Readers()
    monkeypatch.setattr(apart, "_readers", readers)
    monkeypatch.setattr(apart, "_Reader", Counted)
    monkeypatch.setattr(apart, "_WORTH_WAITING", 30)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _n: apart.read_apart(io.BytesIO(pdf)), range(40)))
    assert {one.page_count for one in found} == {1}
    assert len(pids) == 1
    for reader in readers._idle:
        reader.end()


@pytest.mark.parametrize("size", [wire.SMALL - 1, wire.SMALL, wire.SMALL + 1])
def test_a_file_is_read_alike_where_it_lies_in_shared_memory_and_where_it_is_asked_for(size):
    pdf = built(lambda _document: None)
    end = pdf[pdf.rindex(b"startxref") :]
    whole = pdf + b"%" + b"x" * (size - len(pdf) - len(end) - 2) + b"\n" + end
    assert len(whole) == size
    assert apart.read_apart(io.BytesIO(whole)) == read_pdf(io.BytesIO(whole))
    # Nothing of the longer file before is seen in a shorter one.
    assert apart.read_apart(io.BytesIO(pdf)) == read_pdf(io.BytesIO(pdf))


def test_a_reader_cannot_shrink_the_memory_into_which_the_next_file_is_written():
    descriptor = apart._shared_memory()
    try:
        with pytest.raises(PermissionError):
            os.ftruncate(descriptor, 0)
        assert os.fstat(descriptor).st_size == wire.SMALL
    finally:
        os.close(descriptor)


def test_a_machine_without_memory_ends_a_reader_before_the_server():
    """It ends the largest process otherwise: of a server that reads four files, the server."""
    reader = apart._readers.take()
    try:
        answer = reader.ask(
            io.BytesIO(built(lambda _document: None)),
            limits=ORDINARY,
            until=time.monotonic() + 60,
        )
        assert answer
        assert Path(f"/proc/{reader._process.pid}/oom_score_adj").read_text() == "1000\n"
    finally:
        apart._readers.give_up(reader)
    assert Path("/proc/self/oom_score_adj").read_text() != "1000\n"
