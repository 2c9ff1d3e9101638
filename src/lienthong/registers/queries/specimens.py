"""What a clerk compares a scan with: the issuer's seal and the signatures of its people (C4)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents.types import VersionCard, Viewer
from lienthong.kernel.text import fold
from lienthong.signatures import queries as signatures
from lienthong.signatures.types import SpecimenCard, SpecimenUse
from lienthong.webkit.types import Verdict, VerdictState

# As many holders as somebody looks through beside a page.
_MOST = 12
_BEST = (SpecimenUse.IN_USE, SpecimenUse.ENDED, SpecimenUse.NOT_YET)


@dataclass(frozen=True, slots=True)
class Compared:
    """One image beside the page. is_signer: the document names this person as who signed it.

    has_left: the person held no post in the agency on the document's day. notice_id: the document
    that introduced it, where the viewer may see it.
    """

    card: SpecimenCard
    use: SpecimenUse
    is_signer: bool
    has_left: bool
    notice_id: UUID | None

    @property
    def is_good(self) -> bool:
        return self.use == SpecimenUse.IN_USE and not self.has_left


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a scan: the seal and the signatures, those of its day first."""

    agency_id: UUID
    agency_name: str
    day: date
    seals: tuple[Compared, ...]
    signatures: tuple[Compared, ...]


def specimens_beside(version: VersionCard, verdict: Verdict, viewer: Viewer) -> Beside | None:
    """Return what the issuer of a document introduced, as it stood on the document's day.

    None where signatures prove it, and for what the viewer's own agency issued. One image a
    holder: of its day, else the last before it. Two statements, and one where notices are named.
    """
    author_id = version.written_by
    if verdict.state == VerdictState.VALID or author_id in (None, viewer.agency_id):
        return None
    day = version.issued_on
    here = {one.person_id for one in directory.posts_of_agency(author_id, on=day)}
    known = signatures.specimens_known(author_id, person_ids=here)
    chosen = _one_each(known, day)
    notices = introduced_by(chosen, viewer)
    signer = fold(version.signer_name)
    compared = [
        Compared(
            card=card,
            use=card.use_on(day),
            is_signer=bool(signer) and fold(card.holder_name) == signer,
            has_left=not card.is_seal and card.holder_id not in here,
            notice_id=notices.get(card.id),
        )
        for card in chosen
    ]
    compared.sort(key=lambda one: (not one.is_signer, not one.is_good))
    return Beside(
        author_id,
        version.issuer_name,
        day,
        seals=tuple(one for one in compared if one.card.is_seal),
        signatures=tuple(one for one in compared if not one.card.is_seal)[:_MOST],
    )


def introduced_by(cards: Collection[SpecimenCard], viewer: Viewer) -> dict[UUID, UUID]:
    """Return specimen → the version of its notice, for notices that the viewer may see.

    Of several under one number that of the day which was noted; the newest where none was. One
    statement; none where no notice is named.
    """
    named = {
        card.id: (card.agency_id, card.notice_code)
        for card in cards
        if card.agency_id is not None and card.notice_code
    }
    seen = documents.visible_as(set(named.values()), viewer)
    told: dict[UUID, UUID] = {}
    for card in cards:
        found = seen.get(named.get(card.id, (card.id, "")), [])
        of_day = [version for day, version in found if card.notice_on in (None, day)]
        if of_day:
            told[card.id] = of_day[0]
    return told


def _one_each(known: Sequence[SpecimenCard], day: date) -> list[SpecimenCard]:
    """Return each holder's best: of the day, else the last before it, else the first after it."""
    best: dict[UUID, SpecimenCard] = {}
    for card in known:  # the latest first
        held = best.get(card.holder_id)
        if held is None or _rank(card, day) < _rank(held, day):
            best[card.holder_id] = card
    return list(best.values())


def _rank(card: SpecimenCard, day: date) -> tuple[int, int]:
    use = card.use_on(day)
    return _BEST.index(use), abs((day - card.valid_from_on).days)
