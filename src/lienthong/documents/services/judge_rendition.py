"""Signatures are checked, and what follows for the legal value is kept (A9)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from lienthong.blobs import queries as blobs
from lienthong.directory import queries as directory
from lienthong.documents.events import LegalValueChanged
from lienthong.documents.models import Rendition
from lienthong.documents.queries.legal_values import AUTHOR, standing_of
from lienthong.documents.queries.policies import policies_of, policy_for
from lienthong.documents.rules.legal_value import Issuer, legal_standing
from lienthong.documents.rules.time_limits import Matter
from lienthong.documents.types import LegalStanding, LegalValue, Road
from lienthong.kernel.news import announce
from lienthong.signatures import queries as signature_queries
from lienthong.signatures import services as signatures
from lienthong.signatures.types import ContentVerdict
from lienthong.tables.places import places
from lienthong.tables.questions import question

_PDF = "application/pdf"


def judge_content(
    digest: str,
    *,
    on: date,
    now: datetime,
    issuer_id: UUID | None = None,
    road: Road = Road.UPLOAD,
    is_scan: bool = False,
    is_copy: bool = False,
) -> LegalValue:
    """Check the signatures of a kept PDF, record the verdict, and say what the file is worth.

    on: the day of issue, whose rule decides. issuer_id: whose seal counts; without it any
    agency's does. is_copy: by its kind it is a copy of another document. What is no PDF carries no
    signature and is for information. To be called outside a transaction: it takes a while.
    Raises ContentNotFound, ContentDestroyed, UnknownAgency, and of signatures Unreadable and
    Encrypted.
    """
    kept = blobs.content_cards([digest]).get(digest)
    if kept is not None and kept.media_type != _PDF:
        return LegalValue.INFORMATION
    with blobs.open_content(digest) as source:
        verdict = signatures.verify_content(digest=digest, source=source, now=now)
    name = directory.agency(issuer_id).name if issuer_id else ""
    standing = judged(
        verdict,
        on=on,
        issuer=Issuer(issuer_id, name),
        road=road,
        is_scan=is_scan,
        is_copy=is_copy,
    )
    return standing.value


def judge_kept(seen_at: Mapping[str, datetime], *, now: datetime) -> None:
    """Let kept contents that wait for their check have a verdict, and their renditions a worth.

    What was checked before is not checked again: its verdict counts for later renditions too.
    Content that is gone stays unjudged. seen_at: since when each content is here.
    To be called outside a transaction: it takes a while.
    """
    known = signature_queries.latest_verdicts(seen_at)
    if known:
        keep_judgements(list(known.values()), now=now)
    unknown = {digest: at for digest, at in seen_at.items() if digest not in known}
    if unknown:
        signatures.verify_kept(unknown, now=now)


def judged(
    verdict: ContentVerdict,
    *,
    on: date,
    issuer: Issuer,
    road: Road,
    is_scan: bool,
    is_copy: bool = False,
) -> LegalStanding:
    """Return what follows from a verdict by the rule of a day. One statement."""
    return legal_standing(
        verdict=verdict,
        issuer=issuer,
        is_scan=is_scan,
        road=road,
        rule=policy_for(Matter.LEGAL_VALUE, day=on),
        is_copy=is_copy,
    )


def keep_judgements(verdicts: Collection[ContentVerdict], *, now: datetime) -> int:
    """Let each rendition of contents be worth what their newest verdict says; return the changed.

    For when 'cannot tell' was decided later. Doing it again changes nothing. One statement to read
    the renditions, one for the rules and one for each value that changes.
    """
    by_content = {verdict.digest: verdict for verdict in verdicts}
    with transaction.atomic():
        held = _of_contents.all(digests=list(by_content))
        rules = policies_of(Matter.LEGAL_VALUE) if held else []
        changed: dict[LegalValue, list[Rendition]] = defaultdict(list)
        for row in held:
            value = standing_of(row, by_content[row.content_id], rules).value
            if value != row.legal_value:
                changed[value].append(row)
        for value, those in changed.items():
            Rendition.objects.filter(pk__in=[row.pk for row in those]).update(legal_value=value)
        for value, those in changed.items():
            for row in those:
                announce(_change(row, value, now))
    return sum(len(those) for those in changed.values())


@question
def _of_contents() -> "QuerySet[Rendition]":
    """In one order, so that two who lock several do not wait for each other."""
    rows = Rendition.objects.filter(content__in=places("digests", str)).order_by("pk")
    return rows.select_related(*AUTHOR).select_for_update(of=("self",))


def _change(row: Rendition, value: LegalValue, now: datetime) -> LegalValueChanged:
    return LegalValueChanged(
        version_id=row.version_id,
        rendition_id=row.id,
        before=LegalValue(row.legal_value),
        after=value,
        changed_at=now,
    )
