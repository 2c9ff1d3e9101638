"""What the system of a recipient reports, where the recipient's book is kept elsewhere."""

from datetime import datetime
from uuid import UUID

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.exchange import queries as exchange_queries
from lienthong.exchange import services as exchange
from lienthong.exchange.types import NewReport, StatusCode, StatusLine
from lienthong.gateways.errors import BooksKeptHere, EntryNumberMissing
from lienthong.gateways.types import SystemReport
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_line


def require_books_elsewhere(agency: AgencyCard) -> None:
    """Let a system speak for an agency's work only where no clerk decides it here.

    With the book here, what happens to a delivery follows from the acts at the desks; a report
    from outside would contradict them. Raises BooksKeptHere.
    """
    if agency.books_here:
        raise BooksKeptHere(name=agency.name, code=agency.code)


def report_delivery(*, report: SystemReport, actor: Actor, now: datetime) -> StatusLine:
    """Report a status (02 to 06) of a delivery to the actor's agency; the same key is one report.

    It has to fit the state, as an act at a desk does. Raises NotAllowed, BooksKeptHere,
    EntryNumberMissing for a 03 without number and day, and of exchange DeliveryNotFound,
    AlreadyDecided, ReasonMissing, ReportDiffers, StampBeforeDispatch.
    Source: Decision 28/2018/QĐ-TTg, Article 9.
    """
    agency = require_voice(actor)
    if not is_whole(report):
        exchange_queries.delivery_for(report.delivery_id, agency_id=actor.own_agency)
    return write_report(report, agency=agency, actor=actor, now=now)


def require_voice(actor: Actor) -> AgencyCard:
    """Return the agency of a system; raise where it may report nothing about the agency's work.

    One statement.
    """
    access.require(actor, "exchange.report-status", agency_id=actor.own_agency)
    agency = directory.agency(actor.own_agency)
    require_books_elsewhere(agency)
    return agency


def write_report(
    report: SystemReport, *, agency: AgencyCard, actor: Actor, now: datetime
) -> StatusLine:
    """Write a report of a delivery that the agency is a side of; the caller has asked for both."""
    if not is_whole(report):
        raise EntryNumberMissing
    return exchange.report_status(report=as_told(report), reporter=agency, actor=actor, now=now)


def is_whole(report: SystemReport) -> bool:
    """Return whether an acceptance has its number and its day in the book of the recipient."""
    entered = clean_line(report.entry_number) and report.entered_on
    return report.code != StatusCode.ACCEPTED or bool(entered)


def as_told(report: SystemReport) -> NewReport:
    """Return a report as exchange takes it."""
    return NewReport(
        delivery_id=report.delivery_id,
        code=report.code,
        key=report.key,
        note=report.note,
        stamped_at=report.stamped_at,
        entry_number=clean_line(report.entry_number),
        entered_on=report.entered_on,
    )


def answer_change(
    *, request_id: UUID, agrees: bool, note: str, key: str, actor: Actor, now: datetime
) -> StatusLine:
    """Answer what a sender asks, with all that follows at a desk.

    Raises BooksKeptHere, DeliveryNotFound for a request to another agency, and what
    exchange.answer_change raises.
    """
    change = exchange_queries.open_change(request_id, recipient_id=actor.own_agency)
    require_books_elsewhere(directory.agency(actor.own_agency))
    return exchange.answer_change(
        delivery_id=change.delivery.id,
        agrees=agrees,
        note=note,
        key=key,
        actor=actor,
        now=now,
        request_id=request_id,
    )
