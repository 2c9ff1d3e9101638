"""One call of tesseract: a grey picture in, words with their places out; bounded in all."""

import csv
import os
import resource
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, cast

from PIL import Image

from lienthong.kernel.text import clean_line

LANGUAGE = "vie"
WHOLE_PAGE, ONE_BLOCK, SPARSE = 3, 6, 11  # page segmentation modes of tesseract(1)
_MEMORY = 1_000 * 1024 * 1024  # bytes of address space
_LONGEST_ANSWER = 4 * 1024 * 1024
_COLUMNS = 12  # of its table (tsv)
_KNOWN_AFTER = 10.0  # seconds that the list of languages may take
_PIECE = 64 * 1024


class Unreadable(Exception):
    """A picture was not read: the program is away, too slow, died, or says what nobody can mean."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place in pixels of the picture. line: the same for words of one line.

    confidence: 0 to 100, as the program says.
    """

    text: str
    line: tuple[int, int, int]
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: float


def can_read(program: str) -> bool:
    """Say whether a program is there and has Vietnamese."""
    try:
        found = subprocess.run(  # noqa: S603  # the program of the settings
            [program, "--list-langs"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=_KNOWN_AFTER,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return LANGUAGE in found.stdout.decode("utf-8", "replace").split()


def words_of(
    grey: Image.Image, *, program: str, dpi: int, seconds: float, layout: int = WHOLE_PAGE
) -> list[Word]:
    """Return the words of a picture in grey.

    dpi: of the picture. seconds: after these the program is ended, with all that it started.
    Raises Unreadable.
    """
    until = time.monotonic() + seconds
    options = ["-l", LANGUAGE, "--psm", str(layout), "--dpi", str(dpi), "tsv"]
    picture = _laid_down(grey)
    try:
        process = subprocess.Popen(  # noqa: S603  # the program of the settings, numbers
            [program, "stdin", "stdout", *options],
            stdin=picture,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd="/",
            start_new_session=True,
        )
    except OSError as away:
        raise Unreadable(str(away)) from away
    finally:
        os.close(picture)
    try:
        _limit(process.pid, seconds)
        said = _all_of(cast("IO[bytes]", process.stdout), until)
        if process.wait(max(0.0, until - time.monotonic())) != 0:
            raise Unreadable(f"it ended with {process.returncode}")
    except subprocess.TimeoutExpired as late:
        raise Unreadable("it took too long") from late
    finally:
        _end(process)
    return list(_words(said, grey.size))


def _laid_down(grey: Image.Image) -> int:
    """Return a descriptor of memory with the picture as PGM: a form that has nothing to break."""
    descriptor = os.memfd_create("lienthong-page", os.MFD_CLOEXEC)
    try:
        with open(descriptor, "wb", closefd=False) as file:
            file.write(b"P5\n%d %d\n255\n" % grey.size)
            file.write(grey.tobytes())
        os.lseek(descriptor, 0, os.SEEK_SET)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _environment() -> dict[str, str]:
    return {"LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "PATH": os.defpath}


def _limit(pid: int, seconds: float) -> None:
    """Bound a process that has begun; one that is gone already needs no bounds."""
    busy = int(seconds) + 1
    with suppress(ProcessLookupError, PermissionError):
        resource.prlimit(pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.prlimit(pid, resource.RLIMIT_CPU, (busy, busy))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, 0))
        resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


def _all_of(pipe: IO[bytes], until: float) -> bytes:
    found = bytearray()
    asked = select.poll()
    asked.register(pipe, select.POLLIN)
    while len(found) <= _LONGEST_ANSWER:
        left = until - time.monotonic()
        if left <= 0 or not asked.poll(left * 1000):
            raise Unreadable("it took too long")
        piece = os.read(pipe.fileno(), _PIECE)
        if not piece:
            return bytes(found)
        found += piece
    raise Unreadable("it says too much")


def _end(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    cast("IO[bytes]", process.stdout).close()


def _words(said: bytes, size: tuple[int, int]) -> Iterator[Word]:
    """Give the words of its table. Raises Unreadable for what is no table of words."""
    rows = csv.reader(
        said.decode("utf-8", "replace").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    if len(next(rows, ())) != _COLUMNS:
        raise Unreadable("it says no table")
    try:
        for row in rows:
            if word := _word(row, size):
                yield word
    except (ValueError, csv.Error) as odd:
        raise Unreadable("it says no table of words") from odd


def _word(row: list[str], size: tuple[int, int]) -> Word | None:
    level, _page, block, paragraph, line, _number, left, top, width, height, sure, text = row
    if int(level) != 5 or not clean_line(text):
        return None
    x0, y0 = int(left), int(top)
    x1, y1 = x0 + int(width), y0 + int(height)
    if not (0 <= x0 <= x1 <= size[0] and 0 <= y0 <= y1 <= size[1]):
        raise ValueError("a word that stands beside the picture")
    place = (int(block), int(paragraph), int(line))
    return Word(clean_line(text), place, x0, y0, x1, y1, float(sure))
