"""Units, people, and who holds which post on a day."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from lienthong.directory.errors import UnknownPerson, UnknownPost
from lienthong.directory.models import Person, Post, Unit
from lienthong.directory.queries.agencies import living
from lienthong.directory.types import HEADS, PersonCard, PostCard, Role, UnitCard
from lienthong.tables.names import by_given_name, by_name
from lienthong.tables.places import place
from lienthong.tables.questions import question

_LONGEST_HELD = ("valid_from", "pk")
_BATCH = 500


def units_of(agency_id: UUID, *, on: date) -> list[UnitCard]:
    """Return the units of an agency on a day, by name. One statement."""
    rows = Unit.objects.filter(living(on), agency_id=agency_id).order_by(by_name("name"), "pk")
    return [UnitCard(*row) for row in rows.values_list("pk", "agency_id", "name", "abbreviation")]


def person(person_id: UUID) -> PersonCard:
    """Return one person. Raises UnknownPerson. One statement."""
    row = Person.objects.filter(pk=person_id).values_list("pk", "name", "email").first()
    if row is None:
        raise UnknownPerson
    return PersonCard(*row)


def person_by_email(email: str) -> PersonCard | None:
    """Return the person of an official mailbox; capitals do not matter. One statement."""
    rows = Person.objects.filter(email=email.strip().lower()).exclude(email="")
    row = rows.values_list("pk", "name", "email").first()
    return PersonCard(*row) if row else None


def people_by_emails(emails: Collection[str]) -> dict[str, PersonCard]:
    """Return people by their official mailboxes in small letters. One statement."""
    rows = Person.objects.filter(email__in=set(emails)).exclude(email="")
    return {row[2]: PersonCard(*row) for row in rows.values_list("pk", "name", "email")}


def posts_of_people(person_ids: Iterable[UUID], *, on: date) -> list[PostCard]:
    """Return the posts that people hold on a day, the longest held first. One statement."""
    return _post_cards(Post.objects.filter(_held(on), person_id__in=set(person_ids)))


def post(post_id: UUID) -> PostCard:
    """Return one post, held now or not. Raises UnknownPost. One statement."""
    found = _post_cards(Post.objects.filter(pk=post_id))
    if not found:
        raise UnknownPost
    return found[0]


def posts(post_ids: Iterable[UUID]) -> dict[UUID, PostCard]:
    """Return the posts that exist among the ids, held now or not. One statement."""
    return {card.id: card for card in _post_cards(Post.objects.filter(pk__in=set(post_ids)))}


def posts_of_person(person_id: UUID, *, on: date) -> list[PostCard]:
    """Return the posts that a person holds on a day, the longest held first. One statement.

    None in an agency or unit that does not exist on that day.
    """
    return [_card(row) for row in _of_person.all(person=person_id, on=on)]


@question
def _of_person() -> "QuerySet[Post]":
    """Asked for each page and each call of a person."""
    return _joined(Post.objects.filter(_held(place("on")), person_id=place("person")))


def posts_of_agency(agency_id: UUID, *, on: date, role: Role | None = None) -> list[PostCard]:
    """Return who holds a post in an agency on a day, the longest held first. One statement."""
    rows = Post.objects.filter(_held(on), agency_id=agency_id)
    return _post_cards(rows.filter(role=role) if role else rows)


def page_of_posts(agency_id: UUID, *, on: date, skipped: int, limit: int) -> list[PostCard]:
    """Return some of those who hold a post in an agency on a day, for one who looks for a person.

    Its leaders first, then by given name and whole name. One statement.
    """
    rows = Post.objects.filter(_held(on), agency_id=agency_id)
    leads = Case(When(role=Role.LEADER, then=0), default=1)
    by = (leads, by_given_name("person__name"), by_name("person__name"), "pk")
    return _post_cards(rows, by=by, skipped=skipped, limit=limit)


def count_posts(agency_id: UUID, *, on: date) -> int:
    """Return how many posts of an agency are held on a day. One statement."""
    return Post.objects.filter(_held(on), agency_id=agency_id).count()


def held_among(post_ids: Iterable[UUID], *, on: date) -> set[UUID]:
    """Return which of these posts are held on a day, in whatever agency. One statement."""
    rows = Post.objects.filter(_held(on), pk__in=set(post_ids))
    return set(rows.values_list("pk", flat=True))


def ended_among(post_ids: Iterable[UUID], *, on: date) -> list[PostCard]:
    """Return those of these posts that nobody holds on a day. Two statements for every 500."""
    ids, ended = sorted(set(post_ids)), list[PostCard]()
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        gone = set(some) - held_among(some, on=on)
        ended += posts(gone).values() if gone else ()
    return ended


def posts_of_role(role: Role, *, on: date, limit: int = 200) -> list[PostCard]:
    """Return who holds a post of this role in any agency on a day. One statement."""
    return _post_cards(Post.objects.filter(_held(on), role=role))[:limit]


def heads_of(agency_ids: Collection[UUID], *, on: date) -> list[PostCard]:
    """Return who leads or administers one of these agencies on a day. One statement."""
    rows = Post.objects.filter(_held(on), agency_id__in=set(agency_ids), role__in=HEADS)
    return _post_cards(rows)


def posts_in(agency_ids: Collection[UUID], roles: Collection[Role], *, on: date) -> list[PostCard]:
    """Return who holds a post of these roles in these agencies on a day. One statement."""
    return _post_cards(
        Post.objects.filter(_held(on), agency_id__in=set(agency_ids), role__in=set(roles))
    )


def officers(agency_id: UUID, *, on: date, unit_id: UUID | None = None) -> list[PostCard]:
    """Return the officers of an agency, or of one of its units, on a day. One statement."""
    rows = Post.objects.filter(_held(on), agency_id=agency_id, role=Role.OFFICER)
    return _post_cards(rows.filter(unit_id=unit_id) if unit_id else rows)


def _held(on: date) -> Q:
    held = living(on) & (Q(agency__valid_from__isnull=True) | Q(agency__valid_from__lte=on))
    held &= Q(agency__valid_to__isnull=True) | Q(agency__valid_to__gte=on)
    return held & (Q(unit__valid_to__isnull=True) | Q(unit__valid_to__gte=on))


def _post_cards(
    rows: "QuerySet[Post]",
    *,
    by: Sequence[Any] = _LONGEST_HELD,
    skipped: int = 0,
    limit: int | None = None,
) -> list[PostCard]:
    page = slice(skipped, None if limit is None else skipped + limit)
    return [_card(row) for row in _joined(rows, by)[page]]


def _joined(rows: "QuerySet[Post]", by: Sequence[Any] = _LONGEST_HELD) -> "QuerySet[Post]":
    return rows.select_related("person", "agency", "unit").order_by(*by)


def _card(row: Post) -> PostCard:
    return PostCard(
        id=row.id,
        person_id=row.person_id,
        person_name=row.person.name,
        title=row.title,
        role=Role(row.role),
        agency_id=row.agency_id,
        agency_name=row.agency.name,
        unit_id=row.unit_id,
        unit_name=row.unit.name if row.unit else "",
        authority=row.authority,
    )
