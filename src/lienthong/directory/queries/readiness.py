"""Who can receive electronically on a day (A4)."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from lienthong.directory import rules
from lienthong.directory.models import Participation
from lienthong.directory.queries.agencies import agencies, committee_ids, successors
from lienthong.directory.types import (
    AgencyCard,
    ParticipationTerms,
    PartnerScope,
    RecipientReadiness,
)
from lienthong.tables.places import places
from lienthong.tables.questions import question


def readiness(
    agency_ids: Iterable[UUID],
    *,
    kind_code: str,
    sender_id: UUID,
    on: date,
    known: Mapping[UUID, AgencyCard] | None = None,
) -> dict[UUID, RecipientReadiness]:
    """Return for each known agency whether it can receive this kind from this sender on a day.

    Unknown ids are absent from the answer. known: the cards, where the caller has read them. One
    statement for them, one for the terms, and three at most where somebody is held to a committee
    or is closed, whatever the number.
    """
    wanted = set(agency_ids)
    cards = known if known is not None else agencies(wanted)
    asked = [card for agency_id in wanted if (card := cards.get(agency_id)) is not None]
    terms = terms_of(wanted | {sender_id})
    is_held = any(one.partners == PartnerScope.COMMITTEE for some in terms.values() for one in some)
    committees = committee_ids(wanted | {sender_id}) if is_held else {}
    closed = {card.id for card in asked if card.valid_to and card.valid_to < on}
    after = successors(closed, on=on) if closed else {}
    sender_terms = rules.terms_on(on, terms.get(sender_id, []))
    answers: dict[UUID, RecipientReadiness] = {}
    for card in asked:
        own = terms.get(card.id, ())
        held = rules.terms_on(on, own)
        meets = rules.partners_meet(
            one=sender_terms,
            one_id=sender_id,
            one_committee_id=committees.get(sender_id),
            other=held,
            other_id=card.id,
            other_committee_id=committees.get(card.id),
        )
        state, starts_on = rules.readiness_of(
            day=on,
            closed=card.valid_to is not None and card.valid_to < on,
            founded_on=card.valid_from,
            terms=own,
            held=held,
            kind_code=kind_code,
            partners_meet=meets,
        )
        heirs = after.get(card.id, ())
        answers[card.id] = RecipientReadiness(
            agency=card,
            readiness=state,
            starts_on=starts_on,
            successor=heirs[0] if len(heirs) == 1 else None,
            successors=heirs,
            obligatory_on=held.obligatory_on if held else None,
        )
    return answers


def terms_of(agency_ids: set[UUID]) -> dict[UUID, list[ParticipationTerms]]:
    """Return every participation of agencies, ended ones as well. One statement."""
    found: dict[UUID, list[ParticipationTerms]] = {}
    for agency_id, starts_on, ends_on, partners, kinds, *others in _terms.all(ids=agency_ids):
        scope = PartnerScope(partners)
        found.setdefault(agency_id, []).append(
            ParticipationTerms(agency_id, starts_on, ends_on, scope, _kinds(kinds), *others)
        )
    return found


@lru_cache(maxsize=256)
def _kinds(text: str) -> frozenset[str]:
    """Most agencies take the same kinds, mostly all: their list is read once."""
    return frozenset(json.loads(text))


@question
def _terms() -> "QuerySet[Participation, tuple[Any, ...]]":
    rows = Participation.objects.filter(agency_id__in=places("ids", UUID))
    columns = ("agency_id", "starts_on", "ends_on", "partners", "kinds_text")
    as_text = rows.annotate(kinds_text=Cast("kinds", TextField()))
    return as_text.values_list(*columns, "wave", "obligatory_on")
