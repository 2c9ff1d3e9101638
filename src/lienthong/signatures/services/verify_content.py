"""Checking the signatures of a content, recording what was found, and checking again later."""

from dataclasses import replace
from datetime import datetime
from typing import BinaryIO, cast

from django.db import transaction

from lienthong.blobs import queries as blobs
from lienthong.kernel.news import announce
from lienthong.kernel.text import nfc
from lienthong.signatures import errors, events, queries, rules
from lienthong.signatures.models import VerdictRow
from lienthong.signatures.pdf.measuring import Circumstances, IsEncrypted, Measured, measure
from lienthong.signatures.types import ContentVerdict, HolderKind, SignatureFinding, Verdict


def verify_content(*, digest: str, source: BinaryIO, now: datetime) -> ContentVerdict:
    """Check a PDF, append the verdict to its history and return it.

    digest: SHA-256 of the content, hexadecimal. source: seekable, read from its start; it is not
    closed. No transaction is open while the signatures are checked.
    Raises Unreadable, Encrypted: then nothing is recorded.
    """
    verdict = judge_content(digest=digest, source=source, now=now)
    keep_verdict(verdict)
    return verdict


def verify_kept(digest: str, *, seen_at: datetime, now: datetime) -> ContentVerdict:
    """Check a content that is kept here for the first time; a verdict comes of it in any case.

    What the verifier cannot read is undecided, and looked at again as every doubt is.
    seen_at: since when the content is here, so that its signatures existed then.
    Raises ContentNotFound, ContentDestroyed.
    """
    with blobs.open_content(digest) as source:
        try:
            verdict = judge_content(digest=digest, source=source, now=now, seen_at=seen_at)
        except (errors.Unreadable, errors.Encrypted):
            verdict = _undecided(digest, now)
    keep_verdict(verdict)
    return verdict


def _undecided(digest: str, now: datetime) -> ContentVerdict:
    reason = "irregular-file"
    worth, sentence = rules.REASONS[reason]
    return ContentVerdict(digest, worth, (SignatureFinding("", worth, reason, sentence),), now)


def keep_verdict(verdict: ContentVerdict) -> None:
    """Append a verdict that `judge_content` gave to its content's history, and announce it."""
    with transaction.atomic():
        before = _append(verdict)
        announce(events.ContentJudged(verdict, before))


def postpone_recheck(*, digest: str, now: datetime) -> None:
    """Wait longer with a content that could not be read again: its last verdict is repeated."""
    with transaction.atomic():
        last = queries.latest_verdicts([digest]).get(digest)
        if last is not None and last.verdict == Verdict.CANNOT_TELL:
            _append(replace(last, checked_at=now))


def judge_content(
    *, digest: str, source: BinaryIO, now: datetime, seen_at: datetime | None = None
) -> ContentVerdict:
    """Check a PDF and return the verdict without recording anything (a check before sending).

    seen_at: since when the content is known here, where that is before its first check.
    Raises Unreadable, Encrypted.
    """
    circumstances = Circumstances(
        queries.trust_now(),
        queries.revocations_by_hand(),
        queries.first_seen_at(digest) or seen_at,
        now,
    )
    try:
        source.seek(0)
        measured = measure(source, circumstances)
    except IsEncrypted as locked:
        raise errors.Encrypted from locked
    except Exception as broken:  # damaged files fail in any layer; nothing here touches tables
        raise errors.Unreadable from broken
    findings = _findings(measured, now)
    return ContentVerdict(
        digest, rules.verdict_of(finding.reason for finding in findings), findings, now
    )


def _append(verdict: ContentVerdict) -> Verdict | None:
    """Write the row and return the verdict before it."""
    rows = VerdictRow.objects.filter(digest=verdict.digest).order_by("id")
    history = list(rows.values_list("verdict", flat=True))
    recheck_at = None
    if verdict.verdict == Verdict.CANNOT_TELL:
        undecided = 1 + history.count(Verdict.CANNOT_TELL)
        recheck_at = verdict.checked_at + rules.pause_before_recheck(undecided)
    VerdictRow.objects.create(
        digest=verdict.digest,
        verdict=verdict.verdict,
        checked_at=verdict.checked_at,
        verifier=rules.VERIFIER,
        findings=[finding.as_json() for finding in verdict.findings],
        recheck_at=recheck_at,
    )
    return Verdict(history[-1]) if history else None


def _findings(measured: list[Measured], now: datetime) -> tuple[SignatureFinding, ...]:
    prints = [m.certificate.sha256.hex() for m in measured if m.certificate is not None]
    holders = queries.holders_of(prints)
    return tuple(_finding(one, holders, now) for one in measured)


def _finding(one: Measured, holders: queries.Holders, now: datetime) -> SignatureFinding:
    reason = rules.reason_for(one.observation, now=now)
    verdict, sentence = rules.REASONS[reason]
    if one.certificate is None or one.observation is None:
        return SignatureFinding(one.field, verdict, reason, sentence, page=one.page, box=one.box)
    fingerprint = one.certificate.sha256.hex()
    kind, holder_id = holders.get(fingerprint, (None, None))
    subject = cast("dict[str, object]", one.certificate.subject.native)
    return SignatureFinding(
        one.field,
        verdict,
        reason,
        sentence,
        holder_kind=HolderKind(kind) if kind else None,
        holder_id=holder_id,
        signer_name=_part(subject, "common_name"),
        position=_part(subject, "title"),
        organization=_part(subject, "organization_name"),
        issuer=nfc(one.certificate.issuer.human_friendly),
        serial=f"{one.certificate.serial_number:x}",
        fingerprint=fingerprint,
        signed_at=one.observation.signed_at,
        time_source=one.observation.time_source,
        covers_whole_file=one.covers_whole_file,
        modification=one.observation.modification,
        algorithm=one.algorithm,
        page=one.page,
        box=one.box,
    )


def _part(subject: dict[str, object], name: str) -> str:
    value = subject.get(name, "")
    return nfc(", ".join(map(str, value)) if isinstance(value, list) else str(value))
