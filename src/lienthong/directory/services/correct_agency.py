"""Correct: what an agency's page changes at once, one more code and where its books are kept."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.directory import queries, rules
from lienthong.directory.services.agencies import give_code, keep_books
from lienthong.directory.services.rights import demand_over
from lienthong.directory.services.turns import take_turn
from lienthong.directory.types import AgencyCard
from lienthong.kernel.actor import Actor
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act


def correct_agency(
    *, agency_id: UUID, actor: Actor, now: datetime, code: str = "", books_here: bool | None = None
) -> AgencyCard:
    """Give an agency one more code, and say where its books are kept: both or neither.

    code: one that others use for it, or empty; books_here: None leaves it as it is. One record in
    the ledger of what changed; what is so already changes nothing.
    Raises NotAllowed, NotBelowYou, CodeShape, CodeTaken, UnknownAgency.
    """
    demand_over(actor, [agency_id])
    changed: dict[str, str] = {}
    with transaction.atomic():
        take_turn()
        card = queries.agency(agency_id)
        if code and rules.whole_code(code) not in queries.codes_of(agency_id):
            give_code(agency_id=agency_id, code=code, current=False)
            changed["code"] = rules.whole_code(code)
        if books_here is not None and books_here != card.books_here:
            card = keep_books(agency_id=agency_id, here=books_here)
            changed["books"] = "here" if books_here else "elsewhere"
        if changed:
            act = Act("directory.agency-corrected", {"agency": str(agency_id)}, private=changed)
            ledger.record(act, actor=actor, at=now)
    return card
