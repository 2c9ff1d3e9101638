"""Put: what an act causes to wait, written in its transaction."""

from collections.abc import Iterable
from dataclasses import fields

from lienthong.kernel.text import clean_line
from lienthong.worklist.models import WorkItem
from lienthong.worklist.types import NewWork

# Rows in one INSERT; SQLite takes fewer.
BATCH = 500
_COPIED = [field.name for field in fields(NewWork) if field.name != "audience"]
_LONGEST = {"number": 60, "notation": 120, "issuer": 250, "summary": 500, "from_whom": 250}


def put(items: Iterable[NewWork]) -> None:
    """Let work wait; what waits already, for the same audience, stays as it is.

    One statement for up to BATCH items on PostgreSQL; SQLite takes some sixty at a time.
    """
    WorkItem.objects.bulk_create(
        (_row(item) for item in items), ignore_conflicts=True, batch_size=BATCH
    )


def _row(item: NewWork) -> WorkItem:
    # Not `asdict`: it copies every value, which counts for 200 recipients.
    facts = {name: getattr(item, name) for name in _COPIED}
    for name, longest in _LONGEST.items():
        facts[name] = _shortened(facts[name], longest)
    return WorkItem(audience=item.audience.key, **facts)


def _shortened(text: str, longest: int) -> str:
    line = clean_line(text)
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
