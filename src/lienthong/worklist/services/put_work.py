"""Put: what an act causes to wait, written in its transaction."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any
from uuid import UUID

from lienthong.kernel.ids import uuid7
from lienthong.kernel.text import clean_line
from lienthong.tables.rows import Rows
from lienthong.worklist.models import WorkItem
from lienthong.worklist.types import NewWork

_COPIED = [field.name for field in fields(NewWork) if field.name != "audience"]
_ITEMS = Rows(WorkItem, "id", "audience", *_COPIED, ignore_conflicts=True)
_SAME = Rows(WorkItem, "id", "agency_id", "subject_id", ignore_conflicts=True)
_LONGEST = {"number": 60, "notation": 120, "issuer": 250, "summary": 500, "from_whom": 250}


def put(items: Iterable[NewWork]) -> None:
    """Let work wait; what waits already, for the same audience, stays as it is.

    One statement, however many items.
    """
    _ITEMS.insert((uuid7(), item.audience.key, *_facts(item).values()) for item in items)


def put_for_each(item: NewWork, others: Iterable[tuple[UUID, UUID]]) -> None:
    """Let the same work wait in many agencies, each about a subject of its own; as `put` else.

    item: what is to be done; others: (agency, subject) of every line, that of `item` among them.
    One statement, however many.
    """
    facts = _facts(item)
    del facts["agency_id"], facts["subject_id"]
    rows = ((uuid7(), agency_id, subject_id) for agency_id, subject_id in others)
    _SAME.insert(rows, audience=item.audience.key, **facts)


def _facts(item: NewWork) -> dict[str, Any]:
    # Not `asdict`: it copies every value.
    facts = {name: getattr(item, name) for name in _COPIED}
    for name, longest in _LONGEST.items():
        facts[name] = _shortened(facts[name], longest)
    return facts


def _shortened(text: str, longest: int) -> str:
    line = clean_line(text)
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
