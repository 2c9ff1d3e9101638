"""What a newer version would change, beside what the recipient has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.documents import queries as documents
from lienthong.documents.types import VersionCard
from lienthong.exchange.types import ComparedFact, OpenChange


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions side by side, by the facts that stand on them."""

    old_id: UUID
    new_id: UUID
    facts: tuple[ComparedFact, ...]


def compared(asked: OpenChange) -> Compared | None:
    """Return both sides of a change; None for a recall. Three statements."""
    if asked.offered is None:
        return None
    old_id, new_id = asked.delivery.version_id, asked.offered.version_id
    cards = documents.version_cards([old_id, new_id])
    return Compared(old_id, new_id, side_by_side(cards[old_id], cards[new_id]))


def side_by_side(old: VersionCard, new: VersionCard) -> tuple[ComparedFact, ...]:
    """Return the facts of two versions in pairs, with their files. Two statements."""
    names: dict[UUID, list[str]] = {old.id: [], new.id: []}
    digests: dict[UUID, list[str]] = {old.id: [], new.id: []}
    for file in documents.attachments_of_versions(names):
        names[file.version_id].append(file.name)
        digests[file.version_id].append(file.digest)
    rows = [ComparedFact(name, *pair) for name, *pair in _facts(old, new)]
    same_file = old.content_digest == new.content_digest
    rows.append(_file(old.content_name, new.content_name, same_file, _("Tệp văn bản")))
    if any(names.values()):
        before, after = ("; ".join(names[one.id]) or "—" for one in (old, new))
        same = digests[old.id] == digests[new.id]
        rows.append(_file(before, after, same, _("Phụ lục")))
    return tuple(rows)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "—"


def _file(old: str, new: str, is_same: bool, name: str) -> ComparedFact:
    """Two files of one name are different files all the same, and are said to be."""
    if not is_same and old == new:
        new = _("%(name)s (tệp mới)") % {"name": new}
    return ComparedFact(name, old, new)


def _facts(old: VersionCard, new: VersionCard) -> Iterator[tuple[str, str, str]]:
    yield _("Số, ký hiệu"), old.reference_code, new.reference_code
    yield _("Ngày"), f"{old.issued_on:%d/%m/%Y}", f"{new.issued_on:%d/%m/%Y}"
    yield _("Trích yếu"), old.subject, new.subject
    yield _("Người ký"), old.signer_name or "—", new.signer_name or "—"
    if old.due_on or new.due_on:
        yield _("Trả lời trước"), _day(old.due_on), _day(new.due_on)
    yield _("Số trang"), str(old.page_count or "—"), str(new.page_count or "—")
