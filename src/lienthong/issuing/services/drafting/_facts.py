"""What a form says of a draft: refused now where it could not be issued later, and its lines."""

from datetime import datetime
from uuid import UUID

from lienthong.access import queries as access
from lienthong.directory import queries as directory
from lienthong.documents.rules.facts import check_facts, tidy
from lienthong.documents.types import VersionFacts
from lienthong.issuing import errors
from lienthong.issuing.models import Draft, DraftRecipient
from lienthong.issuing.types import DraftFacts, Origin
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.registers import errors as register_errors
from lienthong.registers import queries as registers


def require_complete(facts: DraftFacts, origin: Origin, actor: Actor, *, now: datetime) -> None:
    """Raise NumberMissing, SignerMissing, AnswersNothingOfOurs or ConsultationDueMissing."""
    if origin == Origin.COMPLETE and (facts.number is None or facts.issued_on is None):
        raise errors.NumberMissing()
    if origin == Origin.HERE and not _may_sign_here(facts.signer_post_id, actor, now=now):
        raise errors.SignerMissing()
    if facts.consults_draft_id is not None and facts.due_on is None:
        raise errors.ConsultationDueMissing()
    if facts.answers_entry_id is not None and actor.agency_id is not None:
        try:
            registers.entry_card(facts.answers_entry_id, agency_id=actor.agency_id)
        except register_errors.EntryNotFound as unknown:
            raise errors.AnswersNothingOfOurs() from unknown


def _may_sign_here(post_id: UUID | None, actor: Actor, *, now: datetime) -> bool:
    """A post of the own agency, or of one below that has a letter of authority today."""
    known = directory.posts([post_id]) if post_id is not None else {}
    if any(post.agency_id == actor.own_agency for post in known.values()):
        return True
    signers = access.signers_of(actor.own_agency, on=local_day(now)) if known else []
    return any(signer.id == post_id for signer in signers)


def require_form(facts: DraftFacts, content_name: str, actor: Actor, *, now: datetime) -> None:
    """Refuse now what could not be issued later: by then a number would have been taken."""
    agency, today = directory.agency(actor.own_agency), local_day(now)
    check_facts(
        tidy(
            VersionFacts(
                issuer_id=agency.id,
                number=facts.number or 1,
                number_suffix=facts.number_suffix,
                notation=facts.notation,
                issued_on=facts.issued_on or today,
                kind=facts.kind,
                subject=facts.subject,
                content_digest="",
                content_name=content_name,
                page_count=0,
                signer_name=facts.signer_name,
                signer_position=facts.signer_position,
                signer_authority=facts.signer_authority,
                recipients=facts.recipients,
            )
        ),
        today=today,
        agency_abbreviation=agency.abbreviation,
        agency_class=agency.agency_class,
        is_own=True,
    )


def write_recipients(draft: Draft, facts: DraftFacts) -> None:
    """Put the lines of the recipients block in the place of those that were there."""
    draft.recipients.all().delete()
    DraftRecipient.objects.bulk_create(
        DraftRecipient(
            draft=draft,
            position=position,
            text=line.text,
            role=line.role,
            agency_id=line.agency_id,
            group_id=line.group_id,
            unit_id=line.unit_id,
        )
        for position, line in enumerate(facts.recipients)
    )
