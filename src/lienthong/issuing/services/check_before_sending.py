"""The one check before sending: file, fields, recipients, duplicates, limits (A3, A6, A10, A13)."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from typing import BinaryIO
from uuid import UUID

from lienthong.access import services as access
from lienthong.blobs import errors as blob_errors
from lienthong.blobs import queries as blob_queries
from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents import errors as document_errors
from lienthong.documents import queries as document_queries
from lienthong.documents import services as documents
from lienthong.documents.rules.file_findings import refused
from lienthong.documents.rules.kinds import kind, kind_name
from lienthong.documents.rules.notation import check_notation, clean_notation
from lienthong.documents.rules.reading import read_parts
from lienthong.documents.types import (
    Declared,
    Examination,
    Finding,
    FindingLevel,
    RecipientLine,
    RecipientRole,
    Urgency,
    written_reference,
)
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange.services.check_recipients import check_recipients
from lienthong.exchange.services.check_routing import check_routing
from lienthong.exchange.types import Recipient
from lienthong.inside import errors as inside_errors
from lienthong.inside import services as inside
from lienthong.issuing import errors, queries, rules
from lienthong.issuing.types import Checked, DraftFacts, Origin, ToCheck
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import noop as _

_LONGEST_SUBJECT = 500


def check_before_sending(asked: ToCheck, *, actor: Actor, now: datetime) -> Checked:
    """Say everything that stops this document or deserves a look, before it goes anywhere.

    Nothing is written. What is wrong is a finding, never an exception, but for NotAllowed and
    DraftNotFound. At most 30 statements and five for each group, whatever the recipients; outside
    a transaction, for the file is read.
    """
    access.require(actor, "exchange.check", agency_id=actor.agency_id)
    on = local_day(now)
    sender = directory.agency(actor.own_agency)
    examination, about_file = _file(asked, sender, actor, now=now)
    recipients = queries.recipients_of(asked.facts.recipients, sender_id=sender.id, on=on)
    limit = _limit(asked.facts, now=now)
    findings = (
        *about_file,
        *_fields(asked, examination, sender, on=on),
        *_recipients(asked.facts, recipients, sender, on=on),
        *check_routing(
            recipients,
            sender=sender,
            topic=asked.facts.topic,
            subject=asked.facts.subject,
            code="issuing.routing",
            now=now,
        ),
        *_duplicates(asked, examination, sender, actor),
        *_lateness(asked, now=now),
    )
    return Checked(_worst_first(findings), examination, len(recipients), limit)


def _worst_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    order = {FindingLevel.STOP: 0, FindingLevel.WARN: 1, FindingLevel.OK: 2}
    return tuple(sorted(findings, key=lambda finding: order[finding.level]))


def _file(
    asked: ToCheck, sender: AgencyCard, actor: Actor, *, now: datetime
) -> tuple[Examination | None, list[Finding]]:
    facts = asked.facts
    declared = Declared(
        issuer_id=sender.id,
        issued_on=facts.issued_on if asked.origin == Origin.COMPLETE else None,
        reference_code=_reference(facts) if asked.origin == Origin.COMPLETE else "",
        will_be_signed=asked.origin == Origin.HERE,
        kind=facts.kind,
    )
    try:
        source, name, size = _open(asked, actor)
    except (blob_errors.UploadNotFound, blob_errors.UploadClosed, errors.FileMissing) as missing:
        return None, [refused(missing)]
    with closing(source):
        examination = documents.examine(
            source, name=name, now=now, declared=declared, agency_id=sender.id
        )
    return examination, [*examination.findings, *_size(size)]


def _open(asked: ToCheck, actor: Actor) -> tuple[BinaryIO, str, int]:
    if asked.file is not None:
        card = blob_queries.upload_card(asked.file.upload_id, actor=actor)
        return blob_queries.open_upload(card.id, actor=actor), card.name, card.size
    if asked.draft_id is None:
        raise errors.FileMissing()
    draft = queries.visible_draft(
        asked.draft_id, viewer=document_queries.viewer_of(actor), post_id=actor.post_id
    )
    content = blob_queries.content_cards([draft.content_digest])[draft.content_digest]
    return blob_queries.open_content(draft.content_digest), draft.content_name, content.size


def _size(size: int) -> Iterator[Finding]:
    if size > rules.LARGE:
        yield Finding(
            "issuing.file-large",
            FindingLevel.WARN,
            _("Tệp lớn: %(megabytes)s MB."),
            _("Nơi nhận có đường truyền chậm sẽ lâu mở được; bản quét 200 dpi thường đủ rõ."),
            _("Nếu được, nén ảnh hoặc tách phụ lục thành tệp riêng."),
            {"megabytes": f"{size / 1024**2:.0f}"},
        )


def _fields(
    asked: ToCheck, examination: Examination | None, sender: AgencyCard, *, on: date
) -> Iterator[Finding]:
    facts = asked.facts
    dated = facts.issued_on if asked.origin == Origin.COMPLETE else on
    if asked.origin == Origin.HERE and facts.signer_post_id is None:
        yield refused(errors.SignerMissing())
    if asked.origin == Origin.COMPLETE and (facts.number is None or facts.issued_on is None):
        yield refused(errors.NumberMissing())
    if dated is not None and dated > on:
        yield refused(document_errors.DateInFuture(issued_on=f"{dated:%d/%m/%Y}"))
    yield from _subject(facts, examination)
    yield _notation(facts, sender, on=dated or on)


def _subject(facts: DraftFacts, examination: Examination | None) -> Iterator[Finding]:
    subject = clean_line(facts.subject)
    if not subject:
        yield refused(document_errors.FieldMissing(field=_("trích yếu")))
        return
    if len(subject) > _LONGEST_SUBJECT:
        yield refused(document_errors.FieldTooLong(field=_("Trích yếu"), longest=_LONGEST_SUBJECT))
    on_page = read_parts(examination).get("subject") if examination else None
    if on_page is not None and not rules.same_subject(subject, on_page.value):
        yield Finding(
            "issuing.subject-differs",
            FindingLevel.WARN,
            _("Trích yếu khác trên văn bản."),
            _("Trên trang %(page)s: “%(subject)s”."),
            _("Dùng như trên văn bản"),
            {"page": on_page.page, "subject": on_page.value},
        )


def _notation(facts: DraftFacts, sender: AgencyCard, *, on: date) -> Finding:
    made = kind(facts.kind)
    if made is None or (made.valid_to is not None and on > made.valid_to):
        return refused(
            document_errors.UnknownKind(kind=kind_name(facts.kind), issued_on=f"{on:%d/%m/%Y}")
        )
    if not clean_line(facts.notation):
        return refused(document_errors.FieldMissing(field=_("ký hiệu")))
    return check_notation(
        kind=made,
        notation=facts.notation,
        issued_on=on,
        agency_abbreviation=sender.abbreviation,
        agency_class=sender.agency_class,
        is_own=True,
    )


def _recipients(
    facts: DraftFacts, recipients: Sequence[Recipient], sender: AgencyCard, *, on: date
) -> list[Finding]:
    named = [line for line in facts.recipients if line.role != RecipientRole.FILE]
    doubled = _doubled(named)
    if doubled:
        return [refused(exchange_errors.RecipientDoubled(names=", ".join(doubled)))]
    units = [line.unit_id for line in named if line.unit_id]
    to_units = _units(units, sender, on=on) if units else []
    if units and not recipients:
        return to_units
    return [*to_units, *check_recipients(recipients, sender=sender, kind=facts.kind, on=on)]


def _units(unit_ids: Sequence[UUID], sender: AgencyCard, *, on: date) -> list[Finding]:
    try:
        inside.require_units(unit_ids, agency_id=sender.id, on=on)
    except inside_errors.UnitUnknown as unknown:
        return [refused(unknown)]
    return [
        Finding(
            "issuing.to-units",
            FindingLevel.OK,
            _("%(count)s đơn vị trong cơ quan nhận ngay khi phát hành."),
            facts={"count": len(unit_ids)},
        )
    ]


def _doubled(lines: Sequence[RecipientLine]) -> list[str]:
    """Return the names that stand twice among the lines; a member of a group may also be named."""
    seen: set[object] = set()
    found: list[str] = []
    for line in lines:
        place = line.agency_id or line.group_id or line.unit_id
        if place is not None and place in seen:
            found.append(line.text)
        seen.add(place)
    return found


def _duplicates(
    asked: ToCheck, examination: Examination | None, sender: AgencyCard, actor: Actor
) -> Iterator[Finding]:
    """Told to whoever asks; by what name, only to those who may see the other document."""
    if examination is not None:
        same = queries.draft_with_content(
            examination.digest, agency_id=sender.id, besides=asked.draft_id
        )
        if same is not None:
            told = queries.subject_told(same.draft_id, actor=actor)
            doubled = refused(errors.ContentDoubled(subject=told, state=same.state.label))
            where = {"draft_id": str(same.draft_id)} if told == same.subject else {}
            yield replace(doubled, facts={**doubled.facts, **where})
    facts = asked.facts
    if asked.origin == Origin.COMPLETE and facts.number is not None and facts.issued_on:
        taken = queries.draft_with_number(
            _reference(facts),
            year=facts.issued_on.year,
            agency_id=sender.id,
            besides=asked.draft_id,
        )
        if taken is not None:
            yield refused(
                document_errors.NumberDoubled(
                    reference=_reference(facts),
                    year=facts.issued_on.year,
                    subject=queries.subject_told(taken.draft_id, actor=actor),
                )
            )


def _limit(facts: DraftFacts, *, now: datetime) -> datetime:
    limit, _policy = document_queries.issue_limit(
        signed_at=now, is_urgent=facts.urgency != Urgency.NORMAL
    )
    return limit


def _lateness(asked: ToCheck, *, now: datetime) -> Iterator[Finding]:
    """A file that was completed elsewhere may already be late: its day of issue says so."""
    dated = asked.facts.issued_on
    if asked.origin != Origin.COMPLETE or dated is None or dated >= local_day(now):
        return
    before, _policy = document_queries.issue_limit(
        signed_at=rules.noon(dated), is_urgent=asked.facts.urgency != Urgency.NORMAL
    )
    if before < now:
        yield Finding(
            "issuing.late",
            FindingLevel.WARN,
            _("Văn bản ngày %(dated)s đã quá hạn phát hành."),
            _("Phát hành trong ngày ký, chậm nhất là ngày làm việc tiếp theo."),
            _("Gửi ngay; lần sau gửi trong ngày ký."),
            {"dated": f"{dated:%d/%m/%Y}"},
        )


def _reference(facts: DraftFacts) -> str:
    if facts.number is None:
        return ""
    return written_reference(facts.number, facts.number_suffix, clean_notation(facts.notation))
