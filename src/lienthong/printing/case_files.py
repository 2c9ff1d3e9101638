"""The list of a file's documents, and the minutes of handing files over to the archive."""

from collections.abc import Iterable, Sequence

from lienthong.printing.rendering import render_pdf
from lienthong.printing.types import ListForm

# Lines that are laid out while one waits: about four seconds.
MOST_LINES = 500


def print_list(form: ListForm, rows: Iterable[Sequence[str]]) -> bytes:
    """Return a list as PDF with the places for signatures under it: A4 landscape.

    Without columns, as minutes are, it stands upright.

    Raises ValueError when a row has not as many cells as the form has columns, or there are more
    than MOST_LINES: whoever prints looks before.
    Source: Decree 30/2020/NĐ-CP, Articles 29 and 30.
    """
    lines = [tuple(row) for row in rows]
    if len(lines) > MOST_LINES:
        raise ValueError(f"{len(lines)} lines, at most {MOST_LINES}")
    if any(len(line) != len(form.columns) for line in lines):
        raise ValueError("a row has not as many cells as the form has columns")
    share = str(100 // max(len(form.signers), 1))
    facts = {"form": form, "rows": lines, "share": share}
    return render_pdf("case_file_list.html", facts, variant=None)
