"""What others may ask of signatures."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from lienthong.kernel.text import clean_line, fold
from lienthong.signatures.errors import SpecimenUnknown
from lienthong.signatures.models import Certificate, Specimen, TrustAnchor, VerdictRow
from lienthong.signatures.pdf.marks import picture_of
from lienthong.signatures.pdf.trust import AnchorFacts, Trust, lists, trust_in
from lienthong.signatures.types import (
    AnchorPurpose,
    CertificateSummary,
    ContentVerdict,
    HolderKind,
    IssuerStanding,
    Mark,
    MediaType,
    Revocation,
    SignatureFinding,
    SpecimenCard,
    Verdict,
)
from lienthong.tables.names import by_name

Holders = Mapping[str, tuple[str | None, UUID | None]]


def certificates_of(
    holder_ids: Iterable[UUID], *, usable_at: datetime | None = None
) -> list[CertificateSummary]:
    """Return the holders' certificates, those that last longest first. One statement.

    usable_at: leave out what is not in force at that moment.
    """
    rows = Certificate.objects.filter(holder_id__in=list(holder_ids))
    if usable_at is not None:
        rows = rows.filter(valid_from__lte=usable_at, valid_until__gte=usable_at).filter(
            Q(revoked_at__isnull=True) | Q(revoked_at__gt=usable_at)
        )
    return [_summary(row) for row in rows.order_by("-valid_until", "pk")]


def expiring(*, now: datetime, within: timedelta, limit: int = 200) -> list[CertificateSummary]:
    """Return unrevoked certificates that run out soon, the first to do so first. One statement."""
    rows = Certificate.objects.filter(
        valid_until__gt=now, valid_until__lte=now + within, revoked_at__isnull=True
    )
    return [_summary(row) for row in rows.order_by("valid_until", "pk")[:limit]]


def latest_verdicts(digests: Iterable[str]) -> dict[str, ContentVerdict]:
    """Return the last verdict of each content that was ever checked. One statement."""
    known = VerdictRow.objects.filter(digest__in=list(digests))
    latest = known.values("digest").annotate(latest=Max("id")).values("latest")
    rows = VerdictRow.objects.filter(id__in=latest)
    return {row.digest: _verdict(row) for row in rows}


def due_for_recheck(*, now: datetime, limit: int = 50) -> list[str]:
    """Return the digests whose last verdict is undecided and due again, longest due first.

    Due is also what was checked before a change of what we trust. Two statements.
    """
    newer = VerdictRow.objects.filter(digest=OuterRef("digest"), id__gt=OuterRef("id"))
    is_due = Q(recheck_at__lte=now)
    changed_at = TrustAnchor.objects.aggregate(last=Max("changed_at"))["last"]
    if changed_at is not None and changed_at <= now:
        is_due |= Q(recheck_at__isnull=False, checked_at__lt=changed_at)
    rows = VerdictRow.objects.filter(~Exists(newer), is_due)
    return list(rows.order_by("recheck_at", "id").values_list("digest", flat=True)[:limit])


def specimen_of(*, holder_kind: HolderKind, holder_id: UUID, on: date) -> Mark | None:
    """Return the image in use on a day, the latest introduced first. One statement."""
    row = (
        Specimen.objects.filter(
            Q(valid_until_on__isnull=True) | Q(valid_until_on__gt=on),
            holder_kind=holder_kind,
            holder_id=holder_id,
            valid_from_on__lte=on,
        )
        .order_by("-valid_from_on", "-pk")
        .first()
    )
    return Mark(bytes(row.image), MediaType(row.media_type)) if row else None


def specimens_since(holder_ids: Iterable[UUID], *, on: date) -> dict[UUID, date]:
    """Return holder → day since which the image in use on a day is used. One statement."""
    rows = Specimen.objects.filter(
        Q(valid_until_on__isnull=True) | Q(valid_until_on__gt=on),
        holder_id__in=list(holder_ids),
        valid_from_on__lte=on,
    )
    return dict(rows.order_by("valid_from_on", "pk").values_list("holder_id", "valid_from_on"))


def specimens_known(
    agency_id: UUID, *, person_ids: Collection[UUID] = (), limit: int = 200
) -> list[SpecimenCard]:
    """Return what an agency introduced, and what these people did anywhere. One statement.

    The latest first; whether one is in use on a day says `SpecimenCard.use_on`.
    """
    theirs = Q(agency_id__isnull=True, holder_id__in=list(person_ids))
    rows = Specimen.objects.filter(Q(agency_id=agency_id) | theirs)
    return _specimens(rows.order_by("-valid_from_on", "-pk")[:limit])


def find_specimens(
    *, text: str = "", agency_ids: Collection[UUID] = (), skipped: int = 0, limit: int = 50
) -> list[SpecimenCard]:
    """Return specimens of these agencies, or whose holder, position or notice has the words.

    Without text and agencies all; the latest introduced first. One statement.
    """
    rows = _found_specimens(text, agency_ids).order_by("-valid_from_on", "-pk")
    return _specimens(rows[skipped : skipped + limit])


def count_specimens(*, text: str = "", agency_ids: Collection[UUID] = ()) -> int:
    """Return how many `find_specimens` finds. One statement."""
    return _found_specimens(text, agency_ids).count()


def specimen(specimen_id: UUID) -> SpecimenCard:
    """Return one. Raises SpecimenUnknown. One statement."""
    found = _specimens(Specimen.objects.filter(pk=specimen_id))
    if not found:
        raise SpecimenUnknown
    return found[0]


def specimen_picture(specimen_id: UUID) -> bytes:
    """Return the image as people look at it, a PNG. One statement.

    Drawn now where it was kept before pictures were. Raises SpecimenUnknown, MarkUnreadable.
    """
    row = Specimen.objects.filter(pk=specimen_id).first()
    if row is None:
        raise SpecimenUnknown
    kept = bytes(row.picture)
    return kept or picture_of(Mark(bytes(row.image), MediaType(row.media_type)))


def _found_specimens(text: str, agency_ids: Collection[UUID]) -> "QuerySet[Specimen]":
    words = fold(clean_line(text)).split()[:12]
    if not words and not agency_ids:
        return Specimen.objects.all() if not text.strip() else Specimen.objects.none()
    named = Q()
    for word in words:
        named &= Q(words__contains=word)
    of_agency = Q(agency_id__in=list(agency_ids))
    return Specimen.objects.filter(of_agency | named if words else of_agency)


def _specimens(rows: "QuerySet[Specimen]") -> list[SpecimenCard]:
    columns = [one.name for one in fields(SpecimenCard)]
    found = rows.values_list(*columns)
    return [SpecimenCard(one[0], HolderKind(one[1]), *one[2:]) for one in found]


def trust_now() -> Trust:
    """Return whom we believe, parsed; shared by all who check while nothing of it changes.

    One statement of some bytes an issuer, a second one when something changed: revocation lists
    have megabytes, and are loaded once a process and change.
    """
    editions = TrustAnchor.objects.order_by("pk").values_list("pk", "edition")
    return _trust_of(tuple(editions))


@lru_cache(maxsize=2)
def _trust_of(_editions: tuple[tuple[UUID, UUID], ...]) -> Trust:
    """At worst newer than the editions say, when a change came between the two statements."""
    return trust_in(_trusted_issuers())


def _trusted_issuers() -> tuple[AnchorFacts, ...]:
    return tuple(
        AnchorFacts(
            AnchorPurpose(row.purpose),
            row.pem,
            row.chain,
            Revocation(row.revocation),
            row.crls,
            row.trusted_from_on,
            row.trusted_until_on,
        )
        for row in TrustAnchor.objects.order_by("pk")
    )


def issuers_standing(*, on: date | None = None) -> list[IssuerStanding]:
    """Return how long what is known of the issuers holds, by name; there are few.

    on: those only that are trusted on this day.
    """
    rows = TrustAnchor.objects.order_by(by_name("name"), "pk")
    if on is not None:
        still = Q(trusted_until_on__isnull=True) | Q(trusted_until_on__gte=on)
        rows = rows.filter(still, trusted_from_on__lte=on)
    return [
        IssuerStanding(
            name=row.name,
            purpose=AnchorPurpose(row.purpose),
            fingerprint=row.fingerprint,
            trusted_from_on=row.trusted_from_on,
            trusted_until_on=row.trusted_until_on,
            wants_lists=row.revocation == Revocation.CRL,
            lists_until=_fresh_until(row.crls),
        )
        for row in rows
    ]


def _fresh_until(crls: str) -> datetime | None:
    """Return when the first of the newest lists of each issuer is to be followed by another."""
    newest: dict[bytes, datetime] = {}
    for one in lists(crls):
        if one.next_update_utc is not None:
            name = one.issuer.public_bytes()
            newest[name] = max(one.next_update_utc, newest.get(name, one.next_update_utc))
    return min(newest.values(), default=None)


def revocations_by_hand() -> dict[str, datetime]:
    """Return fingerprint → moment of the certificates that operators noted as revoked."""
    rows = Certificate.objects.filter(revoked_at__isnull=False)
    return {
        fingerprint: at for fingerprint, at in rows.values_list("fingerprint", "revoked_at") if at
    }


def first_seen_at(digest: str) -> datetime | None:
    """Return when a content was first checked here: proof that its signatures existed then."""
    rows = VerdictRow.objects.filter(digest=digest).order_by("id")
    return rows.values_list("checked_at", flat=True).first()


def holders_of(fingerprints: Iterable[str]) -> Holders:
    """Return kind and id of the holders of known certificates. One statement."""
    rows = Certificate.objects.filter(fingerprint__in=list(fingerprints))
    return {
        fingerprint: (kind, holder)
        for fingerprint, kind, holder in rows.values_list("fingerprint", "holder_kind", "holder_id")
    }


def _summary(row: Certificate) -> CertificateSummary:
    return CertificateSummary(
        row.pk,
        HolderKind(row.holder_kind),
        row.holder_id,
        row.subject,
        row.issuer,
        row.serial,
        row.valid_from,
        row.valid_until,
        row.revoked_at,
        has_local_key=bool(row.key_reference),
    )


def _verdict(row: VerdictRow) -> ContentVerdict:
    findings = tuple(SignatureFinding.from_json(plain) for plain in row.findings)
    return ContentVerdict(row.digest, Verdict(row.verdict), findings, row.checked_at)
