"""A province of three departments, and documents that were sent in it, through the services."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from lienthong.access.queries import actor_in
from lienthong.blobs import services as blobs
from lienthong.directory import queries as find_people
from lienthong.directory import services as directory
from lienthong.directory.models import Person, Post
from lienthong.directory.types import AgencyCard, AgencyLevel, Role
from lienthong.documents import services as documents
from lienthong.documents.types import LegalValue, Road, Urgency, VersionFacts, VersionRef
from lienthong.exchange import queries, services
from lienthong.exchange.types import DeliveryCard, DispatchCard, Recipient, Submission
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import fold

# Monday the 23rd of November 2026, nine o'clock in Vietnam.
MONDAY_9AM = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LONG_AGO = date(2010, 1, 1)
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Office:
    """An agency with one person in each of the three roles."""

    agency: AgencyCard
    clerk: Actor
    leader: Actor
    officer: Actor
    unit_id: UUID


def an_office(
    name: str = "Sở Tư pháp", *, parent: AgencyCard | None = None, **terms: Any
) -> Office:
    level = AgencyLevel.DEPARTMENT if parent else AgencyLevel.PROVINCE
    agency = directory.found_agency(
        code="H19" if parent is None else f"H19.{next(_numbers)}",
        name=name,
        abbreviation="".join(word[0] for word in name.split()).upper()[:6],
        level=level,
        parent_id=parent.id if parent else None,
        place="Biên Hòa",
        books_here=terms.pop("books_here", True),
    )
    if terms.pop("takes_part", True):
        directory.join(agency_id=agency.id, **{"starts_on": LONG_AGO, **terms})
    unit = directory.add_unit(agency_id=agency.id, name="Phòng Công nghệ thông tin")
    people = _people(agency, unit.id)
    return Office(agency, people[Role.CLERK], people[Role.LEADER], people[Role.OFFICER], unit.id)


_ROLES = (Role.CLERK, Role.LEADER, Role.OFFICER)


def _people(agency: AgencyCard, unit_id: UUID) -> dict[Role, Actor]:
    """What `add_person` and `appoint` would write, in two statements: all tests need people."""
    roles = [role for role in Role if role in _ROLES]
    names = [f"{role.label} {next(_numbers)}" for role in roles]
    people = Person.objects.bulk_create(Person(name=name, name_folded=fold(name)) for name in names)
    posts = Post.objects.bulk_create(
        Post(
            person=person,
            agency_id=agency.id,
            role=role,
            title=role.label,
            unit_id=unit_id if role == Role.OFFICER else None,
            valid_from=LONG_AGO,
        )
        for role, person in zip(roles, people, strict=True)
    )
    cards = find_people.posts(post.pk for post in posts)
    return {cards[post.pk].role: actor_in(cards[post.pk]) for post in posts}


def a_version(
    office: Office,
    *,
    now: datetime = MONDAY_9AM,
    urgency: Urgency = Urgency.NORMAL,
    legal_value: LegalValue = LegalValue.ORIGINAL,
    **facts: Any,
) -> VersionRef:
    number = next(_numbers)
    content = blobs.store(
        f"%PDF-1.7 {number} {uuid4()}".encode(), agency_ids=[office.agency.id], now=now
    )
    return documents.issue_version(
        facts=VersionFacts(
            **{
                "issuer_id": office.agency.id,
                "number": number,
                "number_suffix": "",
                "notation": f"{office.agency.abbreviation}-VP",
                "issued_on": local_day(now),
                "kind": "cong-van",
                "subject": f"V/v báo cáo công tác tháng {number}",
                "content_digest": content.digest,
                "content_name": "van-ban.pdf",
                "page_count": 1,
                "urgency": urgency,
                **facts,
            }
        ),
        road=Road.ISSUED,
        legal_value=legal_value,
        actor=office.clerk,
        now=now,
    )


def a_dispatch(
    sender: Office, *recipients: Office, key: str = "", now: datetime = MONDAY_9AM, **facts: Any
) -> DispatchCard:
    version = a_version(sender, now=now, **facts)
    return services.submit_dispatch(
        submission=Submission(
            sender_id=sender.agency.id,
            version_id=version.version_id,
            recipients=tuple(Recipient(office.agency.id) for office in recipients),
            key=key or f"key {next(_numbers)}",
        ),
        actor=sender.clerk,
        now=now,
    )


def the_delivery(dispatch: DispatchCard, recipient: Office) -> DeliveryCard:
    delivery = queries.delivery_to(dispatch.version_id, recipient_id=recipient.agency.id)
    assert delivery is not None
    return delivery
