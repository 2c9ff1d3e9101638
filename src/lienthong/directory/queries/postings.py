"""Posts with their days, held now or not: what whoever gives and ends posts has to see."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from lienthong.directory.models import Agency, Post
from lienthong.directory.types import PostCard, PostingCard, Role
from lienthong.kernel.sorting import given_name
from lienthong.tables.names import by_given_name, by_name

# How deep agencies lie under one another; a circle is refused when a parent is set.
_DEEPEST = 8
# People in one question; SQLite takes 999 variables.
_CHUNK = 400


def postings_of_agency(
    agency_id: UUID, *, ended_since: date, after: UUID | None = None, limit: int = 500
) -> list[PostingCard]:
    """Return the posts of an agency that have not ended before a day, also those to come.

    By given name of the person, then by the whole one; after: the last post of the page before.
    Two statements at most.
    """
    rows = _not_ended(ended_since).filter(agency_id=agency_id)
    rows = rows.annotate(given=by_given_name("person__name"), whole=by_name("person__name"))
    if after is not None:
        last = Post.objects.filter(pk=after).values_list("person__name", "pk").first()
        if last is not None:
            name, key = last
            same = Q(given=given_name(name))
            later = Q(whole__gt=name) | Q(whole=name, pk__gt=key)
            rows = rows.filter(Q(given__gt=given_name(name)) | same & later)
    return _cards(rows.order_by("given", "whole", "pk")[:limit])


def postings_of_person(person_id: UUID, *, ended_since: date) -> list[PostingCard]:
    """Return the posts of a person that have not ended before a day, in all agencies.

    By their first day. One statement.
    """
    rows = _not_ended(ended_since).filter(person_id=person_id)
    return _cards(rows.order_by("valid_from", "pk")[:200])


def postings_of_people(
    person_ids: Collection[UUID], *, ended_since: date
) -> dict[UUID, list[PostingCard]]:
    """Return the posts of people that have not ended before a day, by person.

    One statement for every 400 people.
    """
    found: dict[UUID, list[PostingCard]] = {one: [] for one in person_ids}
    left = sorted(found)
    while left:
        chunk, left = left[:_CHUNK], left[_CHUNK:]
        rows = _not_ended(ended_since).filter(person_id__in=chunk).order_by("valid_from", "pk")
        for card in _cards(rows):
            found[card.post.person_id].append(card)
    return found


def holders(agency_id: UUID, role: Role, *, ended_since: date) -> list[PostingCard]:
    """Return who holds or will hold a role in an agency, by first day. One statement."""
    rows = _not_ended(ended_since).filter(agency_id=agency_id, role=role)
    return _cards(rows.order_by("valid_from", "pk")[:200])


def is_over(upper_id: UUID, lower_id: UUID) -> bool:
    """Return whether an agency stands over another, directly or not, or is the same.

    One statement.
    """
    if upper_id == lower_id:
        return True
    paths = [f"parent{'__parent' * depth}" for depth in range(_DEEPEST)]
    above = Q()
    for path in paths:
        above |= Q(**{path: upper_id})
    return Agency.objects.filter(above, pk=lower_id).exists()


def without_role(role: Role, *, on: date, limit: int = 200) -> list[UUID]:
    """Return the agencies in which nobody holds or will hold a role, by name. One statement."""
    held = Post.objects.filter(role=role).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    living = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = Agency.objects.filter(living).exclude(pk__in=held.values("agency_id"))
    return list(rows.order_by(by_name("name"), "pk").values_list("pk", flat=True)[:limit])


def _not_ended(since: date) -> "QuerySet[Post]":
    return Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=since))


def _cards(rows: "QuerySet[Post]") -> list[PostingCard]:
    named = rows.annotate(
        person_name=F("person__name"), agency_name=F("agency__name"), unit_name=F("unit__name")
    )
    return [
        PostingCard(
            post=PostCard(
                id=row.id,
                person_id=row.person_id,
                person_name=row.person_name,
                title=row.title,
                role=Role(row.role),
                agency_id=row.agency_id,
                agency_name=row.agency_name,
                unit_id=row.unit_id,
                unit_name=row.unit_name or "",
                authority=row.authority,
            ),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in named
    ]
