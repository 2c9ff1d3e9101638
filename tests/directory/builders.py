"""A small province, built through the services of the directory."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count
from uuid import UUID

import openpyxl

from lienthong.access import queries as access
from lienthong.directory import queries, services
from lienthong.directory.rules.import_columns import SHAPES, Table
from lienthong.directory.rules.reorganisation import ReorganisationPlan
from lienthong.directory.types import AgencyCard, AgencyLevel, PersonCard, PostCard, Role
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7

LONG_AGO = date(2005, 1, 1)
PILOT_STARTS = date(2010, 12, 1)
TODAY = date(2010, 12, 20)
NOW = datetime(2010, 12, 20, 2, tzinfo=UTC)
_numbers = count(10_000)


def a_committee(code: str = "H19", name: str = "Ủy ban nhân dân tỉnh Đồng Nai") -> AgencyCard:
    return services.found_agency(
        code=code, name=name, abbreviation="UBND", level=AgencyLevel.PROVINCE, place="Biên Hòa"
    )


def a_department(
    committee: AgencyCard | None = None, name: str = "Sở Tư pháp", **facts: object
) -> AgencyCard:
    told = {
        "code": f"H19.{next(_numbers)}",
        "abbreviation": "".join(word[0] for word in name.split()).upper(),
        "parent_id": committee.id if committee else None,
        **facts,
    }
    return services.found_agency(name=name, **told)


def a_person(name: str = "Nguyễn Văn An", email: str = "") -> PersonCard:
    return services.add_person(name=name, email=email)


def living_by_codes(codes: Iterable[str], *, on: date) -> dict[str, AgencyCard]:
    """Who answers to each code on a day: the agency, or who inherited from it."""
    named = queries.agencies_by_codes(codes)
    found = queries.heirs({card.id for card in named.values()}, on=on)
    return {code: found[card.id] for code, card in named.items() if card.id in found}


def a_post(agency: AgencyCard, role: Role = Role.CLERK, **facts: object) -> PostCard:
    person = facts.pop("person", None) or a_person()
    told = {"title": role.label, "valid_from": LONG_AGO, **facts}
    return services.appoint(person_id=person.id, agency_id=agency.id, role=role, **told)


def a_member(committee: AgencyCard, name: str, **terms: object) -> AgencyCard:
    """A department that takes part since the pilot began, unless its terms say otherwise."""
    agency = a_department(committee, name)
    services.join(agency_id=agency.id, **{"starts_on": PILOT_STARTS, **terms})
    return agency


def a_workbook(**tables: list[list[object]]) -> BytesIO:
    """A file as an administrator fills it in: rows of values below the headings of the form.

    Short rows leave the last columns empty.
    """
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table, rows in tables.items():
        shape = SHAPES[Table(table)]
        sheet = book.create_sheet(shape.title)
        sheet.append([column.heading for column in shape.columns])
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> BytesIO:
    kept = BytesIO()
    book.save(kept)
    kept.seek(0)
    return kept


def an_operator(agency: AgencyCard) -> Actor:
    post = a_post(agency, Role.OPERATOR, person=a_person(f"Quản trị {next(_numbers)}"))
    return actor_of(post)


def an_administrator(agency: AgencyCard) -> Actor:
    post = a_post(agency, Role.ADMINISTRATOR, person=a_person(f"Quản trị {next(_numbers)}"))
    return actor_of(post)


def actor_of(post: PostCard) -> Actor:
    return access.actor_in(post)


def the_second() -> Actor:
    """Somebody of the Department of Home Affairs, who agrees to plans of reorganisation."""
    return Actor(
        ActorKind.PERSON,
        "Người thứ hai",
        person_id=uuid7(),
        rights=frozenset({"directory.agree-reorganisation"}),
    )


def decided(
    *, plan: ReorganisationPlan, key: str, now: datetime, actor: Actor | None = None
) -> UUID:
    """Return a plan that one proposed, a command unless said, and another one agreed to."""
    found = services.propose(plan=plan, key=key, actor=actor or Actor.installation(), now=now)
    services.agree(reorganisation_id=found, actor=the_second(), now=now)
    return found


def a_merger(old: AgencyCard, heir: AgencyCard, *, on: date) -> ReorganisationPlan:
    step = {"kind": "merge", "agencies": [old.code], "into": heir.code}
    return ReorganisationPlan.read(
        {"happens_on": on.isoformat(), "source": "Nghị quyết 12/NQ-HĐND", "steps": [step]}
    )


def merge(old: AgencyCard, heir: AgencyCard, *, now: datetime) -> None:
    """Let an agency go over into another one, today."""
    decided(plan=a_merger(old, heir, on=local_day(now)), key=old.code, now=now)
