"""Where a stamp may stand on a picture: pieces of red or lone ink, put upright on one sheet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops

from lienthong.formats.pdf.types import Box, TextLine

# In millimetres: stamps of secrecy are 20, 30 and 40 by 8 (Circular 24/2020/TT-BCA), put by hand.
_NARROWEST, _WIDEST = 7, 58
_LOWEST, _HIGHEST = 3, 22
_MOST_PIECES = 16
_REDDER = 45  # of 255: how much more red than green or blue
_INK = 110  # of 255: darker than this
_STEEPEST = 12  # degrees
_LETTERS = 56  # pixels: what a piece is scaled to in height
_AROUND = 30  # pixels of white around each piece
_FRAME = 0.45  # of its length that a side of a frame covers
_NEAR_EDGE = 22  # per cent of the height of a piece: its frame is not further inside
_MILLIMETRE = 72 / 25.4  # points


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of ink that may be a stamp; its place in points. picture: upright, ink is black."""

    box: Box
    picture: Image.Image


def pieces_of(
    page: Image.Image,
    *,
    scale: float,
    is_place: Callable[[Box], bool],
    read: Sequence[TextLine],
) -> list[Piece]:
    """Return what may be a stamp on a page: red pieces first, then dark ones that nobody read.

    scale: points to a pixel. is_place: whether a stamp counts there. read: lines that were read.
    """
    red, green, blue = page.split()
    redness = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    inks = (redness.point(lambda v: 255 if v > _REDDER else 0), _dark(red))
    found: list[Piece] = []
    for ink, is_red in zip(inks, (True, False), strict=True):
        for box in _patches(ink, scale):
            is_known = not is_red and any(_covers(line.box, box) for line in read)
            if is_place(box) and not is_known and len(found) < _MOST_PIECES:
                found.append(Piece(box, _upright(_cut(ink, box, scale))))
    return [piece for piece in found if min(piece.picture.size) > 4]


def _dark(channel: Image.Image) -> Image.Image:
    return channel.point(lambda v: 255 if v < _INK else 0)


def _patches(ink: Image.Image, scale: float) -> Iterator[Box]:
    """Give the places of ink that hangs together and has the size of a stamp."""
    cell = max(1, round(_MILLIMETRE / scale))
    coarse = ink.reduce(cell).point(lambda v: 1 if v > 12 else 0)
    wide, high = coarse.size
    grid = bytearray(coarse.tobytes())
    for start in range(len(grid)):
        if not grid[start]:
            continue
        x0, y0, x1, y1 = _patch(grid, start, wide, high)
        across, down = x1 - x0 + 1, y1 - y0 + 1
        if _NARROWEST <= across <= _WIDEST and _LOWEST <= down <= _HIGHEST:
            side = cell * scale
            yield Box(x0 * side, y0 * side, (x1 + 1) * side, (y1 + 1) * side)


def _patch(grid: bytearray, start: int, wide: int, high: int) -> tuple[int, int, int, int]:
    """Take a patch off the grid and return its edges; a gap of two cells to the side parts none."""
    waiting = [start]
    grid[start] = 0
    x0, y0, x1, y1 = wide, high, 0, 0
    while waiting:
        y, x = divmod(waiting.pop(), wide)
        x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
        for row in range(max(0, y - 1), min(high, y + 2)):
            for place in range(row * wide + max(0, x - 3), row * wide + min(wide, x + 4)):
                if grid[place]:
                    grid[place] = 0
                    waiting.append(place)
    return x0, y0, x1, y1


def _covers(line: Box, piece: Box) -> bool:
    """Whether the middle of a piece lies in a line that is about as high."""
    middle = (piece.y0 + piece.y1) / 2
    return line.x0 <= piece.middle <= line.x1 and line.y0 <= middle <= line.y1


def _cut(ink: Image.Image, box: Box, scale: float) -> Image.Image:
    edges = (box.x0 / scale, box.y0 / scale, box.x1 / scale, box.y1 / scale)
    return ink.crop((round(edges[0]), round(edges[1]), round(edges[2]), round(edges[3])))


def _upright(ink: Image.Image) -> Image.Image:
    """Return a piece turned so that its lines lie flat, without its frame, black on white."""
    small = ink.resize((max(1, ink.width // 2), max(1, ink.height // 2)))
    angle = max(range(-_STEEPEST, _STEEPEST + 1), key=lambda angle: _flatness(small, angle))
    turned = ink.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    inside = _without_frame(turned.crop(turned.getbbox() or (0, 0, 1, 1)))
    inside = inside.crop(inside.getbbox() or (0, 0, 1, 1))
    width = max(1, round(inside.width * _LETTERS / inside.height))
    return ImageChops.invert(inside.resize((min(width, 12 * _LETTERS), _LETTERS)))


def _flatness(ink: Image.Image, angle: int) -> float:
    """How sharply rows with ink part from rows without, once a piece is turned by an angle."""
    turned = ink.rotate(angle, expand=True)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    weight = turned.width**2
    return float(weight * sum((a - b) ** 2 for a, b in pairwise(rows)))


def _without_frame(ink: Image.Image) -> Image.Image:
    """Cut a piece at the inner edges of its frame, where it has one."""
    rows = ink.resize((1, ink.height), Image.Resampling.BOX).tobytes()
    near = max(2, ink.height * _NEAR_EDGE // 100)
    top, bottom = _inner(rows, near)
    part = ink.crop((0, top, ink.width, bottom))
    columns = part.resize((part.width, 1), Image.Resampling.BOX).tobytes()
    left, right = _inner(columns, near)
    return part.crop((left, 0, right, part.height))


def _inner(shares: bytes, near: int) -> tuple[int, int]:
    """Return where the inside begins and ends along one direction; a frame is near both ends."""
    full = [n for n, share in enumerate(shares) if share > 255 * _FRAME]
    first = max((n for n in full if n < near), default=-1)
    last = min((n for n in full if n >= len(shares) - near), default=len(shares))
    return (first + 1, last) if first >= 0 and last < len(shares) else (0, len(shares))


def sheet_of(pieces: Sequence[Piece]) -> tuple[Image.Image, list[tuple[int, int]]]:
    """Return all pieces below each other on one sheet, and from where to where each stands."""
    wide = max(piece.picture.width for piece in pieces) + 2 * _AROUND
    step = _LETTERS + 2 * _AROUND
    sheet = Image.new("L", (wide, step * len(pieces)), 255)
    for n, piece in enumerate(pieces):
        sheet.paste(piece.picture, (_AROUND, n * step + _AROUND))
    return sheet, [(n * step, (n + 1) * step) for n in range(len(pieces))]
