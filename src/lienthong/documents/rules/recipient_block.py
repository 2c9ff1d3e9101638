"""How the recipients block of a version lies in one column."""

import json
from collections.abc import Iterable
from uuid import UUID

from lienthong.documents.types import RecipientLine, RecipientRole

# What most blocks have in common; they belong to every row that is stored with them and are never
# changed, not by a byte (see tables.shrunken).
WORDS = '[["Như trên","action",null,null],["Lưu: VT","file",null],["Sở ","information"]]'.encode()


def packed(lines: Iterable[RecipientLine]) -> bytes:
    """Return the lines as a row keeps them, in their order."""
    said = [_packed(line) for line in lines]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _packed(line: RecipientLine) -> list[str | None]:
    """A unit stands behind the others only where there is one: most lines have none."""
    said = [line.text, str(line.role), _digits(line.agency_id), _digits(line.group_id)]
    return [*said, _digits(line.unit_id)] if line.unit_id else said


def unpacked(kept: bytes) -> list[RecipientLine]:
    """Return the lines that `packed` was given."""
    return [
        RecipientLine(text, RecipientRole(role), *(_id(digits) for digits in places))
        for text, role, *places in json.loads(kept)
    ]


def _digits(value: UUID | None) -> str | None:
    return value.hex if value else None


def _id(digits: str | None) -> UUID | None:
    return UUID(hex=digits) if digits else None
