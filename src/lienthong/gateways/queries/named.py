"""Documents as others name them: by an id of theirs, or by number and day."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.documents.rules.relations import canonical_reference
from lienthong.documents.types import VersionCard, written_reference
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DispatchCard
from lienthong.formats.edxml.identity import read_document_id
from lienthong.gateways.models import Package
from lienthong.gateways.types import NewDocument, PackageKind
from lienthong.tables.places import place
from lienthong.tables.places import places as many
from lienthong.tables.questions import question


@dataclass(frozen=True, slots=True)
class Named:
    """A document as a package names it: by its id, by number and day, or both."""

    document_id: str
    reference: str = ""
    issued_on: date | None = None

    @property
    def shown(self) -> str:
        return self.document_id or self.reference


def known_version(named: Named, issuer: AgencyCard) -> VersionCard | None:
    """Return the document of an issuer that a package brings, or None. Two statements.

    The id of the package that brought it decides, with the day in either spelling; else number and
    day: those that stand beside the id, or in it. Of several years none is guessed.
    """
    return _by_id(named.document_id, issuer) or _by_reference(named, issuer)


def known_of(named: Named, agency: AgencyCard) -> VersionCard | None:
    """Return the document of an agency, or of one that it inherited from, that is named, or None.

    As `known_version`, and by the id that its system gave it when it submitted it. Three statements
    and four an agency at most, where the agency itself did not issue it.
    """
    found = _issued_by(agency, named)
    before = [] if found else directory.inherited_from(agency.id)
    return found or next((v for one in before if (v := _issued_by(one, named))), None)


def _issued_by(issuer: AgencyCard, named: Named) -> VersionCard | None:
    return (
        _by_id(named.document_id, issuer)
        or _by_own_id(named.document_id, issuer)
        or _by_reference(named, issuer)
    )


def document_id_of(version: VersionCard, issuer: AgencyCard) -> str:
    """Return the id under which others know a document: as it came, else composed as usual.

    All its versions have the same one, made of the day on which it was first issued.
    """
    rows = Package.objects.filter(
        version__document_id=version.document_id, kind=PackageKind.DOCUMENT
    )
    given = rows.exclude(document_foreign_id="").values_list("document_foreign_id", flat=True)
    came = given.order_by("received_at").first()
    if came is not None:
        return came
    first = documents.versions_of(version.document_id)[0]
    return f"{issuer.code},{first.issued_on:%Y/%m/%d},{version.reference_code}"


def sent_as(
    document_id: str, *, sender_id: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> list[DispatchCard]:
    """Return sendings of a document that its issuer knows under this id, the newest first.

    before: the sending after which the list goes on; None: from the newest.
    """
    found = known_of(Named(document_id), directory.agency(sender_id))
    if found is None:
        return []
    return exchange.sent_of_document(
        found.document_id, sender_id=sender_id, before=before, limit=limit
    )


def recalled_by(document_id: str, *, issuer: AgencyCard, holder_id: UUID) -> VersionCard | None:
    """Return what a bare recall with an id of its own asks a recipient to give back, or None.

    Its software answers under the id of what it got. Three statements at most.
    """
    rows = Package.objects.filter(
        sender_id=issuer.id,
        document_foreign_id__in=_spellings(document_id),
        kind=PackageKind.DOCUMENT,
        version__isnull=True,
    )
    ids = rows.order_by("-received_at").values_list("delivery_ids", flat=True).first()
    cards = exchange.delivery_cards([UUID(one) for one in ids or ()])
    found = next((one for one in cards if one.recipient_id == holder_id), None)
    return documents.version_card(found.version_id) if found else None


def numbered(new: NewDocument, issuer: AgencyCard) -> VersionCard | None:
    """Return the document that has the number of a new one in that year, or None."""
    reference = canonical_reference(written_reference(new.number, new.number_suffix, new.notation))
    year = new.issued_on.year
    found = documents.issued_as(
        issuer.id, reference, first=date(year, 1, 1), last=date(year, 12, 31)
    )
    return next(iter(found), None)


def _by_id(document_id: str, issuer: AgencyCard) -> VersionCard | None:
    if not document_id:
        return None
    version_id = _named.first(sender=issuer.id, spellings=_spellings(document_id))
    return documents.version_card(version_id) if version_id else None


def _by_own_id(document_id: str, issuer: AgencyCard) -> VersionCard | None:
    ids = _spellings(document_id) if document_id else ()
    return documents.named_by_issuer(issuer.id, ids) if ids else None


@question
def _named() -> "QuerySet[Package, UUID | None]":
    """Asked of every document that comes as a package."""
    rows = Package.objects.filter(
        sender_id=place("sender"),
        kind=PackageKind.DOCUMENT,
        document_foreign_id__in=many("spellings", str),
        version__isnull=False,
    )
    return rows.order_by("-received_at").values_list("version_id", flat=True)[:1]


def _spellings(document_id: str) -> set[str]:
    identity = read_document_id(document_id)
    return {document_id, *(identity.spellings if identity else ())}


def _by_reference(named: Named, issuer: AgencyCard) -> VersionCard | None:
    identity = read_document_id(named.document_id)
    reference = canonical_reference(named.reference or (identity.code if identity else ""))
    day = named.issued_on or (identity.promulgated_on if identity else None)
    if not reference:
        return None
    days = {"first": day, "last": day} if day else {}
    same = documents.issued_as(issuer.id, reference, **days)
    return same[0] if len({row.document_id for row in same}) == 1 else None
