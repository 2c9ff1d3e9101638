"""Two offices and the documents of a month, made through the services at moments of our choice."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import uuid4

from tests.exchange.builders import Office, a_dispatch, a_version, an_office, the_delivery

from lienthong.documents.types import LegalValue, RecipientRole
from lienthong.inside import services as units
from lienthong.inside.types import UnitRecipient
from lienthong.kernel.clock import at_local
from lienthong.registers import services as registers
from lienthong.registers.types import EntryFacts
from lienthong.statistics import queries, rules
from lienthong.statistics.types import Counts, Measure

NOVEMBER = date(2026, 11, 1)


def on(day: int, hour: int = 9, month: int = 11) -> datetime:
    return at_local(date(2026, month, day), time(hour))


CLOSED = on(1, 0, month=12)


@dataclass(frozen=True, slots=True)
class Province:
    """The committee sends; the department keeps its books here, the district elsewhere."""

    committee: Office
    department: Office
    district: Office

    @property
    def agencies(self):
        return [one.agency for one in (self.committee, self.department, self.district)]


def a_province() -> Province:
    committee = an_office("Ủy ban nhân dân tỉnh")
    return Province(
        committee,
        an_office("Sở Tư pháp", parent=committee.agency),
        an_office("Ủy ban nhân dân huyện", parent=committee.agency, books_here=False),
    )


def accept(delivery, recipient: Office, now: datetime):
    return registers.accept_delivery(
        delivery_id=delivery.id, key=str(uuid4()), actor=recipient.clerk, now=now
    )


def numbered(office: Office, now: datetime, kind: str = "Quyết định"):
    """A number whose document is not issued yet."""
    return registers.take_number(
        agency_id=office.agency.id,
        facts=EntryFacts("", "", now.date(), kind, "V/v nội bộ"),
        reference_of=lambda number: f"{number}/QĐ",
        key=str(uuid4()),
        actor=office.clerk,
        now=now,
    )


def on_paper(office: Office, now: datetime, *, issued: datetime | None = None):
    """A document on paper alone, with its line; issued: where later than it was numbered."""
    entry = numbered(office, now)
    return registers.enter_issued(
        entry_id=entry.id, version_id=None, actor=office.clerk, now=issued or now
    )


def inside(office: Office, now: datetime):
    """A document that its agency gave to one of its units, and to nobody else."""
    entry = numbered(office, now, "Thông báo")
    version = a_version(office, now=now)
    registers.enter_issued(
        entry_id=entry.id, version_id=version.version_id, actor=office.clerk, now=now
    )
    return units.give_to_units(
        version_id=version.version_id,
        recipients=[UnitRecipient(office.unit_id, RecipientRole.ACTION)],
        due_on=None,
        actor=office.clerk,
        now=now,
    )[0]


def a_november(province: Province):
    """What every number of the tests below comes from; returns the delivery that waits."""
    committee, department, district = province.committee, province.department, province.district
    a_dispatch(committee, department, now=on(30, 9, month=10))  # of October
    first = a_dispatch(committee, department, district, now=on(2), signed_at=on(2, 8))
    accept(the_delivery(first, department), department, on(2, 15))
    late = a_dispatch(
        committee, department, now=on(12), signed_at=on(4), legal_value=LegalValue.SCAN
    )
    accept(the_delivery(late, department), department, on(20))
    waiting = a_dispatch(committee, department, now=on(30, 16))
    on_paper(committee, on(5))
    void = numbered(committee, on(6))
    registers.void_number(entry_id=void.id, reason="Sai", actor=committee.clerk, now=on(6))
    a_dispatch(district, committee, now=on(9))
    a_dispatch(committee, department, now=CLOSED)  # of December
    return the_delivery(waiting, department)


def counted(province: Province, at: datetime) -> list[Counts]:
    found = queries.count_figures(
        rules.period_of(NOVEMBER, day=30), province.agencies, at=at, every=True
    )
    return [found[one.id].counts for one in province.agencies]


def some(counts: Counts, *measures: Measure) -> list[int | None]:
    return [counts.get(measure) for measure in measures]
