"""Drawn marks for demonstration and tests: a blue scrawl, and a red seal that says it is a test."""

import hashlib
import math
from html import escape
from itertools import pairwise

from lienthong.kernel.text import nfc
from lienthong.printing.faces import FONT_FAMILY
from lienthong.signatures.types import Mark, MediaType

BLUE, RED = "#1b3fae", "#d4121b"
LONGEST_LINE = 16  # letters across the middle of the seal


def drawn_signature(name: str) -> Mark:
    """Return a scrawl, the same for the same name; 240 by 100, so about 2.4 to 1."""
    waves = hashlib.sha256(nfc(name).encode()).digest()
    points = [
        (12 + 18 * n, 50 + (wave % 80 - 40) * (1 - n / 18)) for n, wave in enumerate(waves[:12])
    ]
    curves = "".join(
        f"Q {x1:.0f} {y1:.0f} {(x1 + x2) / 2:.0f} {(y1 + y2) / 2:.0f} "
        for (x1, y1), (x2, y2) in pairwise(points)
    )
    path = f"M {points[0][0]} {points[0][1]:.0f} {curves} L 232 {40 + waves[12] % 20}"
    pen = f'fill="none" stroke="{BLUE}" stroke-width="3" stroke-linecap="round"'
    return _svg(240, 100, f'<path d="{path}" {pen}/>')


def drawn_seal(agency: str) -> Mark:
    """Return a round red seal; printed 36 mm wide it has the real size."""
    parts = [
        f'<circle cx="180" cy="180" r="174" fill="none" stroke="{RED}" stroke-width="7"/>',
        f'<circle cx="180" cy="180" r="122" fill="none" stroke="{RED}" stroke-width="3"/>',
        *_around("DẤU THỬ NGHIỆM · KHÔNG CÓ GIÁ TRỊ"),
        _star(180, 326, 17),
        *_middle(nfc(agency).upper()),
    ]
    return _svg(360, 360, "".join(parts))


def _svg(width: int, height: int, inside: str) -> Mark:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
    return Mark(f"{head}{inside}</svg>".encode(), MediaType.SVG)


def _around(text: str) -> list[str]:
    """Letters on the ring, from lower left over the top to lower right."""
    step = 300 / len(text)
    return [
        _letters(char, 180, 48, 28, turn=(n - (len(text) - 1) / 2) * step)
        for n, char in enumerate(text)
    ]


def _middle(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= LONGEST_LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    size = min(30, 340 / max(map(len, lines)))
    top = 180 - (len(lines) - 1) * size * 0.6 + size / 3
    return [_letters(line, 180, top + n * size * 1.2, size) for n, line in enumerate(lines)]


def _letters(text: str, across: float, down: float, size: float, *, turn: float = 0) -> str:
    style = f'font-family="{FONT_FAMILY}" font-size="{size:.1f}" fill="{RED}"'
    place = f'x="{across:.1f}" y="{down:.1f}" text-anchor="middle"'
    return f'<text {place} transform="rotate({turn:.1f} 180 180)" {style}>{escape(text)}</text>'


def _star(across: float, down: float, radius: float) -> str:
    points = []
    for corner in range(10):
        length = radius if corner % 2 == 0 else radius * 0.4
        angle = math.pi * (corner / 5 - 0.5)
        points.append(
            f"{across + length * math.cos(angle):.1f},{down + length * math.sin(angle):.1f}"
        )
    return f'<polygon points="{" ".join(points)}" fill="{RED}"/>'
