"""What is known of packages, and of the documents that packages name."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from lienthong.blobs import queries as blobs
from lienthong.blobs.piecewise import size_of
from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.documents.rules.relations import canonical_reference
from lienthong.documents.types import (
    Finding,
    FindingLevel,
    LegalStanding,
    VersionCard,
    written_reference,
)
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DispatchCard, StatusCode, StatusLine
from lienthong.formats.edxml.identity import read_document_id
from lienthong.gateways import places
from lienthong.gateways.errors import PartNotFound, SubmissionDiffers
from lienthong.gateways.models import Package, Submission, UploadPart
from lienthong.gateways.types import (
    NewDocument,
    Outcome,
    PackageKind,
    PartCard,
    Submitted,
    TakenIn,
)
from lienthong.kernel.actor import Actor
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


def taken_before(digest: str, *, tells_worth: bool = True) -> TakenIn | None:
    """Return what came of a package when its very bytes came first, or None."""
    row = _of_digest.first(digest=digest)
    return answer(row, Outcome.REPEATED, tells_worth=tells_worth) if row else None


@question
def _of_digest() -> "QuerySet[Package]":
    return Package.objects.filter(digest=place("digest"))[:1]


def answer(row: Package, outcome: Outcome, *, tells_worth: bool = True) -> TakenIn:
    """Return the answer to a kept package. Three statements where it tells what it is worth."""
    return TakenIn(
        outcome=outcome,
        package_id=row.id,
        kind=PackageKind(row.kind),
        sender_id=row.sender_id,
        version_id=row.version_id,
        dispatch_id=row.dispatch_id,
        delivery_ids=tuple(UUID(one) for one in row.delivery_ids),
        report_id=row.report_id,
        legal=_worth(row) if tells_worth else None,
        warnings=tuple(_finding(one) for one in row.warnings),
    )


def made_by(package_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Return the deliveries that each of these packages made or was about. One statement."""
    rows = Package.objects.filter(pk__in=package_ids).values_list("pk", "delivery_ids")
    return {one: tuple(UUID(each) for each in ids) for one, ids in rows}


def bare_recalls(package_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return those of these packages that asked back without a document, with the keys under which
    exchange keeps the requests. One statement.
    """
    rows = Package.objects.filter(
        pk__in=package_ids, kind=PackageKind.DOCUMENT, version__isnull=True
    )
    return dict(rows.values_list("pk", "digest"))


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


def sent_as(document_id: str, *, sender_id: UUID) -> list[DispatchCard]:
    """Return the sendings of a document that its issuer knows under this id, the newest first."""
    found = known_of(Named(document_id), directory.agency(sender_id))
    return exchange.sent_of_document(found.document_id, sender_id=sender_id) if found else []


def package_of_version(version_id: UUID, dispatch_id: UUID | None = None) -> Package | None:
    """Return the package that brought a document by a sending; else the first that brought it.

    One statement; two where several packages brought it.
    """
    rows = Package.objects.filter(version_id=version_id, kind=PackageKind.DOCUMENT)
    found = list(rows.order_by("received_at", "id"))
    if dispatch_id is None or len(found) < 2:
        return found[0] if found else None
    # What a package does has the package's digest for its key.
    digest = exchange.key_of_dispatch(dispatch_id).partition(":")[0]
    return next((one for one in found if one.digest == digest), found[0])


def package_of_report(line: StatusLine) -> Package | None:
    """Return the package that brought a line of a delivery's course. Two statements at most."""
    if line.code != StatusCode.TAKE_BACK:
        return Package.objects.filter(report_id=line.id).first()
    return _package_of_request(line, PackageKind.STATUS)


def package_of_recall(line: StatusLine) -> Package | None:
    """Return the document package that asked for a delivery back. Two statements."""
    return _package_of_request(line, PackageKind.DOCUMENT)


def came_as_recall(line: StatusLine) -> bool:
    """Whether a request came as a document package without a document, for this delivery alone.

    Two statements; none for a line that is no request (13).
    """
    if line.code != StatusCode.TAKE_BACK:
        return False
    came = package_of_recall(line)
    return came is not None and came.version_id is None and len(came.delivery_ids) == 1


def _package_of_request(line: StatusLine, kind: PackageKind) -> Package | None:
    asked = Package.objects.filter(digest=exchange.key_of_request(line.id), kind=kind).first()
    is_it = asked is not None and str(line.delivery_id) in asked.delivery_ids
    return asked if is_it else None


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


def submitted_before(actor: Actor, key: str, new: NewDocument) -> Submitted | None:
    """Return what a system's key made when it came first, or None.

    A file is its content: a new upload of the same bytes under the same name makes no other
    document. One statement, one more where a key comes again with uploads.
    Raises SubmissionDiffers when it was used for another document, or for another of its agencies.
    """
    row = _of_submission.first(sent_by=actor.reference, key=key)
    if row is None:
        return None
    if row[1] != actor.own_agency or row[0] not in _digests(new, actor):
        raise SubmissionDiffers(key=key)
    return Submitted(row[2], row[3], row[4], is_repeat=True)


def _digests(new: NewDocument, actor: Actor) -> Iterator[str]:
    """Give what a document may be remembered as: by its uploads (until now), by their contents."""
    yield new.digest()
    files = (new.content, *new.attachments)
    if ids := [one.upload_id for one in files if one.upload_id is not None]:
        yield new.by_contents(blobs.uploaded(ids, agency_id=actor.own_agency)).digest()


def submitted_under(actor: Actor, key: str) -> UUID | None:
    """Return the sending that a key of an actor made, whatever it was used for. One statement."""
    rows = Submission.objects.filter(sent_by=actor.reference, key=key, agency_id=actor.own_agency)
    return rows.values_list("dispatch_id", flat=True).first()


@question
def _of_submission() -> "QuerySet[Submission, tuple[str, UUID, UUID, UUID, UUID]]":
    rows = Submission.objects.filter(sent_by=place("sent_by"), key=place("key"))
    return rows.values_list(
        *("digest", "agency_id", "dispatch_id"),
        *("dispatch__version_id", "dispatch__version__document_id"),
    )[:1]


def own_part(part_id: UUID, actor: Actor) -> UploadPart:
    """Return a file that comes in parts, of this system and agency. Raises PartNotFound."""
    row = UploadPart.objects.filter(
        pk=part_id, sent_by=actor.reference, agency_id=actor.own_agency
    ).first()
    if row is None:
        raise PartNotFound
    return row


def part_card(row: UploadPart) -> PartCard:
    """Return how far a file has come: what lies on disk, or all of it."""
    here = 0 if row.upload_id else _come_of(places.part(row.id))
    return PartCard(
        id=row.id,
        name=row.name,
        length=row.length,
        offset=row.length if row.upload_id else here,
        digest=row.digest,
        expires_at=row.expires_at,
        upload_id=row.upload_id,
    )


def _come_of(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return size_of(file)
    except FileNotFoundError:
        return 0


def open_parts_of(sent_by: str) -> tuple[int, int]:
    """Return how many files of a system are not whole yet, and their announced bytes."""
    rows = UploadPart.objects.filter(sent_by=sent_by, upload_id__isnull=True)
    found = rows.aggregate(count=Count("pk"), size=Sum("length"))
    return found["count"], found["size"] or 0


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


def _worth(row: Package) -> LegalStanding | None:
    """What the package's own document is worth; a status has none."""
    if row.kind == PackageKind.STATUS or row.version_id is None:
        return None
    return documents.legal_values([row.version_id])[row.version_id]


def _finding(kept: dict[str, Any]) -> Finding:
    return Finding(
        code=kept["code"],
        level=FindingLevel.WARN,
        sentence=kept["sentence"],
        cause=kept["cause"],
        next_step=kept["next_step"],
        facts=kept["facts"],
    )
