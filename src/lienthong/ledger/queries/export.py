"""The ledger as lines for others, in bounded memory."""

from collections.abc import Iterator

from lienthong.ledger.models import Epoch, Head
from lienthong.ledger.queries.heads import head_of, stamps_of
from lienthong.ledger.queries.stored import PAGE, placed_page
from lienthong.ledger.queries.tree import range_hashes
from lienthong.ledger.rules.canonical import instant_text, to_base64
from lienthong.ledger.rules.given import export
from lienthong.ledger.rules.tree import merkle
from lienthong.ledger.types import Place, PublicKey


def export_lines(
    *, key: PublicKey, start: Place | None, end: Place | None, with_items: bool
) -> Iterator[bytes]:
    """Yield the lines from `start` up to, not including, `end`; None: from the first, to the last.

    Eight statements for 256 records. What is recorded while it runs may be left out. Without
    records there is no line: an installation has no name in the ledger before its first.
    """
    epochs = list(Epoch.objects.order_by("number"))
    if not epochs:
        return
    yield export.first_line(epochs[0].installation, key)
    entries = heads = 0
    for epoch in epochs:
        first, last = _bounds(epoch, start, end)
        if first > last or (first == last and epoch.size):
            continue
        yield _epoch_line(epoch)
        if first:
            parts = [_leaves_of(part) for part in merkle.perfect_subtrees((0, first))]
            yield export.before_line(first, range_hashes(epoch.number, parts))
        for line in _epoch(epoch, first, last, with_items=with_items):
            is_head = line.startswith(b'{"signature"')
            heads, entries = heads + is_head, entries + (not is_head)
            yield line
    yield export.last_line(entries=entries, heads=heads)


def _bounds(epoch: Epoch, start: Place | None, end: Place | None) -> tuple[int, int]:
    """Return the first index of an epoch that is wanted, and the one before which to stop."""
    first, last = 0, epoch.size
    if start is not None and epoch.number <= start.epoch:
        first = start.index if epoch.number == start.epoch else epoch.size
    if end is not None and epoch.number >= end.epoch:
        last = min(last, end.index) if epoch.number == end.epoch else 0
    return first, last


def _leaves_of(part: merkle.Subtree) -> merkle.Range:
    level, index = part
    return index << level, (index + 1) << level


def _epoch_line(epoch: Epoch) -> bytes:
    root = epoch.predecessor_root
    return export.epoch_line(
        {
            "number": epoch.number,
            "opened_at": instant_text(epoch.opened_at),
            "closed_at": None if epoch.closed_at is None else instant_text(epoch.closed_at),
            "size": epoch.size,
            "kept_size": epoch.kept_size,
            "predecessor_epoch": epoch.predecessor_epoch,
            "predecessor_size": epoch.predecessor_size,
            "predecessor_root": None if root is None else to_base64(bytes(root)),
        }
    )


def _epoch(epoch: Epoch, first: int, last: int, *, with_items: bool) -> Iterator[bytes]:
    for start in range(first, last, PAGE):
        end = min(start + PAGE, last)
        rows = placed_page(epoch.number, start=start, end=end)
        signed = list(Head.objects.filter(epoch=epoch, size__gt=start, size__lte=end))
        stamps, by_size = stamps_of(signed), {row.size: row for row in signed}
        for index in sorted(rows):
            yield export.entry_line(rows[index], index, with_items=with_items)
            head = by_size.get(index + 1)
            if head is not None:
                yield export.head_line(head_of(head), stamps.get(head.pk))
