"""Checking the signatures of a content, recording what was found, and checking again later."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.db import transaction
from django.db.models import QuerySet

from lienthong.blobs import queries as blobs
from lienthong.blobs.errors import ContentDestroyed, ContentNotFound
from lienthong.kernel.news import announce
from lienthong.kernel.text import nfc
from lienthong.signatures import errors, events, queries, rules
from lienthong.signatures.models import VerdictRow
from lienthong.signatures.pdf.measuring import Circumstances, IsEncrypted, Measured, measure
from lienthong.signatures.types import ContentVerdict, HolderKind, SignatureFinding, Verdict
from lienthong.tables.places import places
from lienthong.tables.questions import question
from lienthong.tables.rows import Rows


def verify_content(*, digest: str, source: BinaryIO, now: datetime) -> ContentVerdict:
    """Check a PDF, append the verdict to its history and return it.

    digest: SHA-256 of the content, hexadecimal. source: seekable, read from its start; it is not
    closed. No transaction is open while the signatures are checked.
    Raises Unreadable, Encrypted: then nothing is recorded.
    """
    verdict = judge_content(digest=digest, source=source, now=now)
    keep_verdict(verdict)
    return verdict


def verify_kept(seen_at: Mapping[str, datetime], *, now: datetime) -> None:
    """Check contents that are kept here for the first time; a verdict comes of each in any case.

    What the verifier cannot read is undecided, and looked at again as every doubt is; what is not
    kept any more is left out. Statements are few, whatever the number of contents.
    seen_at: since when each content is here, so that its signatures existed then.
    """
    kept = blobs.kept_contents(seen_at)
    trust, revoked = queries.trust_now(), queries.revocations_by_hand()
    measured: dict[str, list[Measured] | None] = {}
    for digest in filter(kept.__contains__, seen_at):
        circumstances = Circumstances(trust, revoked, seen_at[digest], now)
        with suppress(ContentDestroyed, ContentNotFound), _opened(kept[digest], digest) as source:
            measured[digest] = _measured_or_none(source, circumstances)
    holders = _holders(one for found in measured.values() for one in found or ())
    keep_verdicts(
        [
            _undecided(digest, now) if found is None else _verdict(digest, found, holders, now)
            for digest, found in measured.items()
        ]
    )


def _opened(kept: blobs.KeptContent, digest: str) -> BinaryIO:
    """Also where a job has encrypted a clear file since the contents were asked for."""
    try:
        return kept.open()
    except ContentDestroyed:
        return blobs.open_content(digest)


def _measured_or_none(source: BinaryIO, circumstances: Circumstances) -> list[Measured] | None:
    try:
        return _measured(source, circumstances)
    except (errors.Unreadable, errors.Encrypted):
        return None


def _undecided(digest: str, now: datetime) -> ContentVerdict:
    reason = "irregular-file"
    worth, sentence = rules.REASONS[reason]
    return ContentVerdict(digest, worth, (SignatureFinding("", worth, reason, sentence),), now)


def keep_verdict(verdict: ContentVerdict) -> None:
    """Append a verdict that `judge_content` gave to its content's history, and announce it."""
    keep_verdicts([verdict])


def keep_verdicts(verdicts: Sequence[ContentVerdict]) -> None:
    """The same for verdicts of several contents: two statements and what their news takes."""
    if not verdicts:
        return
    with transaction.atomic():
        before = _append(verdicts)
        announce(events.ContentsJudged(tuple(verdicts), before))


def postpone_recheck(*, digest: str, now: datetime) -> None:
    """Wait longer with a content that could not be read again: its last verdict is repeated."""
    with transaction.atomic():
        last = queries.latest_verdicts([digest]).get(digest)
        if last is not None and last.verdict == Verdict.CANNOT_TELL:
            _append([replace(last, checked_at=now)])


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
    measured = _measured(source, circumstances)
    return _verdict(digest, measured, _holders(measured), now)


def _measured(source: BinaryIO, circumstances: Circumstances) -> list[Measured]:
    try:
        source.seek(0)
        return measure(source, circumstances)
    except IsEncrypted as locked:
        raise errors.Encrypted from locked
    except Exception as broken:  # damaged files fail in any layer; nothing here touches tables
        raise errors.Unreadable from broken


def _append(verdicts: Sequence[ContentVerdict]) -> dict[str, Verdict]:
    """Write a row a content and return the verdict before it, where there was one."""
    history = defaultdict[str, list[str]](list)
    for digest, worth in _history.all(digests=[verdict.digest for verdict in verdicts]):
        history[digest].append(worth)
    _ROWS.insert([_row(one, history[one.digest]) for one in verdicts], verifier=rules.VERIFIER)
    return {digest: Verdict(before[-1]) for digest, before in history.items() if before}


_ROWS = Rows(VerdictRow, "digest", "verdict", "checked_at", "findings", "recheck_at")


@question
def _history() -> "QuerySet[Any, Any]":
    rows = VerdictRow.objects.filter(digest__in=places("digests", str)).order_by("id")
    return rows.values_list("digest", "verdict")


def _row(verdict: ContentVerdict, before: Sequence[str]) -> tuple[object, ...]:
    recheck_at = None
    if verdict.verdict == Verdict.CANNOT_TELL:
        undecided = 1 + before.count(Verdict.CANNOT_TELL)
        recheck_at = verdict.checked_at + rules.pause_before_recheck(undecided)
    findings = [finding.as_json() for finding in verdict.findings]
    return verdict.digest, verdict.verdict, verdict.checked_at, findings, recheck_at


def _holders(measured: Iterable[Measured]) -> queries.Holders:
    return queries.holders_of(
        {one.certificate.sha256.hex() for one in measured if one.certificate is not None}
    )


def _verdict(
    digest: str, measured: Iterable[Measured], holders: queries.Holders, now: datetime
) -> ContentVerdict:
    findings = tuple(_finding(one, holders, now) for one in measured)
    worth = rules.verdict_of(finding.reason for finding in findings)
    return ContentVerdict(digest, worth, findings, now)


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
