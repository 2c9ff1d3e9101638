"""The sheet that stands for a paper which was entered in the book and not scanned."""

from dataclasses import asdict

from lienthong.printing.rendering import render_pdf
from lienthong.printing.types import ReceivedSheet


def print_received_sheet(sheet: ReceivedSheet) -> bytes:
    """Return one page that says what the paper is and that it lies with the clerk."""
    return render_pdf("received_sheet.html", {"sheet": asdict(sheet)}, variant=None)
