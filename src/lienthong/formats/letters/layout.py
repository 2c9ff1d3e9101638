"""Lines of a page by place: what the recognisers of the single parts share."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lienthong.formats.letters.types import Found
from lienthong.formats.pdf.types import PageText, TextLine


def by_place(lines: Iterable[TextLine]) -> list[TextLine]:
    """Return lines from top to bottom, those of one height from left to right."""
    return sorted(lines, key=lambda line: (round(line.box.y0 / 4), line.box.x0))


def left_of(page: PageText) -> list[TextLine]:
    """Return the lines of the left column, where the agency and the recipients stand."""
    return by_place(line for line in page.lines if line.box.middle < page.width * 0.48)


def right_of(page: PageText) -> list[TextLine]:
    """Return the lines of the right column, where the signer stands."""
    return by_place(line for line in page.lines if line.box.middle >= page.width * 0.48)


def joined(lines: Sequence[TextLine]) -> TextLine:
    """Return several lines as one, with the box around all."""
    whole = lines[0]
    for line in lines[1:]:
        whole = replace(whole, text=f"{whole.text} {line.text}", box=whole.box.joined(line.box))
    return whole


def same_height(one: TextLine, other: TextLine) -> bool:
    """Tell whether two pieces stand on one line of the page."""
    overlap = min(one.box.y1, other.box.y1) - max(one.box.y0, other.box.y0)
    return overlap > 0.5 * min(one.size, other.size)


def following(first: TextLine, lines: Iterable[TextLine], *, at_most: int = 8) -> list[TextLine]:
    """Return a line and those that run on below it without a wider gap."""
    block = [first]
    for line in lines:
        gap = line.box.y0 - block[-1].box.y1
        if line.box.y0 <= block[-1].box.y0 + 1:
            continue
        if gap > 0.35 * first.size or len(block) == at_most:
            break
        block.append(line)
    return block


def found(line: TextLine, page: PageText, *, text: str = "") -> Found[str]:
    """Return a part that stands in this line, or in these words of it."""
    return Found(text or line.text, page.number, line.box)
