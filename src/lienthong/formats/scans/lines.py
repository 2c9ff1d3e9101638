"""From words with places to lines as those of a page with text."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from statistics import median

from lienthong.formats.pdf.types import Box, TextLine
from lienthong.formats.scans.tesseract import Word

# Words that the program itself does not believe are mostly no words but ink.
_LEAST_SURE = 30.0
_COLUMN_GAP = 1.8  # heights of the letters; columns side by side are further apart
# What surrounds a letter in a font: boxes of text in a PDF hold it, those of ink do not.
_ROOM = 0.12


def lines_of(words: Iterable[Word], *, scale: float) -> tuple[TextLine, ...]:
    """Return the lines of a page. scale: points to a pixel."""
    sure = [word for word in words if word.confidence >= _LEAST_SURE and _has_letter(word.text)]
    if not sure:
        return ()
    usual = median(word.y1 - word.y0 for word in sure)
    runs: list[list[Word]] = []
    for _place, some in groupby(sure, key=lambda word: word.line):
        run: list[Word] = []
        for word in some:
            if run and word.x0 - run[-1].x1 > _COLUMN_GAP * max(usual, _height(run)):
                runs.append(run)
                run = []
            run.append(word)
        runs.append(run)
    return tuple(_line(run, scale) for run in runs)


def _has_letter(text: str) -> bool:
    return any(sign.isalnum() for sign in text) or text in {"-", "–", "—", "+", "/"}


def _height(run: Sequence[Word]) -> float:
    return float(median(word.y1 - word.y0 for word in run))


def _line(run: Sequence[Word], scale: float) -> TextLine:
    top, bottom = min(word.y0 for word in run), max(word.y1 for word in run)
    room = _ROOM * (bottom - top)
    box = Box(
        min(word.x0 for word in run) * scale,
        (top - room) * scale,
        max(word.x1 for word in run) * scale,
        (bottom + room) * scale,
    )
    return TextLine(" ".join(word.text for word in run), box, round(box.y1 - box.y0, 1))
