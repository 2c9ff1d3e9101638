"""Units, people, and the posts that people are given and leave."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from lienthong.directory import queries, rules
from lienthong.directory.errors import (
    EmailTaken,
    EnteredOtherwise,
    PostOverlaps,
    UnknownPerson,
    UnknownPost,
    UnknownUnit,
)
from lienthong.directory.models import Person, Post, Unit
from lienthong.directory.services.fields import a_line, a_name, an_agency
from lienthong.directory.types import PersonCard, PostCard, Role, UnitCard
from lienthong.kernel.text import fold

Row = TypeVar("Row", Person, Post)
# What a form says of a row: under one key it is the same.
_SAID: dict[type[Person | Post], tuple[str, ...]] = {
    Person: ("name", "email"),
    Post: (
        *("person_id", "agency_id", "unit_id", "role", "title"),
        *("authority", "valid_from", "valid_to"),
    ),
}


def add_unit(
    *,
    agency_id: UUID,
    name: str,
    abbreviation: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> UnitCard:
    """Enter a part of an agency; the same name again changes nothing.

    Raises DatesOutOfOrder, NameMissing, NameTooLong, UnknownAgency.
    """
    rules.check_order(valid_from, valid_to)
    with transaction.atomic():
        row, _is_new = Unit.objects.get_or_create(
            agency=an_agency(agency_id),
            name=a_name(Unit, "name", name),
            defaults={
                "abbreviation": a_line(Unit, "abbreviation", abbreviation),
                "valid_from": valid_from,
                "valid_to": valid_to,
            },
        )
    return UnitCard(row.pk, agency_id, row.name, row.abbreviation)


def add_person(*, name: str, email: str = "", key: str = "") -> PersonCard:
    """Enter a person; the same official mailbox and name again change nothing.

    key: chosen by the form; the same again enters one person. Without a mailbox and a key every
    call enters another person: two may bear one name.
    Raises EmailTaken, EnteredOtherwise, NameMissing, NameTooLong.
    """
    cleaned = a_name(Person, "name", name)
    mailbox = a_line(Person, "email", email).lower()
    asked = Person(name=cleaned, name_folded=fold(cleaned), email=mailbox, key=key or None)
    row = _known_person(asked) or _enter(asked, lambda: _known_person(asked))
    if row.name != cleaned:
        raise EmailTaken(email=mailbox)
    return PersonCard(row.pk, row.name, row.email)


def _known_person(asked: Person) -> Person | None:
    """Return who was entered by the same form, or bears the mailbox. Raises EnteredOtherwise."""
    if (entered := _entered(asked)) or not asked.email:
        return entered
    return Person.objects.filter(email=asked.email).first()


def _entered(asked: Row) -> Row | None:
    """Return what a form entered under the key of a row. Raises EnteredOtherwise."""
    if asked.key is None:
        return None
    earlier = type(asked)._default_manager.filter(key=asked.key).first()
    if earlier and any(
        getattr(earlier, name) != getattr(asked, name) for name in _SAID[type(asked)]
    ):
        raise EnteredOtherwise
    return earlier


def _enter(asked: Row, find: Callable[[], Row | None]) -> Row:
    """Write a row, or return the one that was written at the same moment, as `find` finds it."""
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError:
        if (there := find()) is None:
            raise
        return there
    return asked


def appoint(
    *,
    person_id: UUID,
    agency_id: UUID,
    role: Role,
    title: str,
    valid_from: date,
    valid_to: date | None = None,
    unit_id: UUID | None = None,
    authority: str = "",
    key: str = "",
) -> PostCard:
    """Give a person a post from a day on; the same post from the same day changes nothing.

    authority: what stands over the title of one who signs for another, "KT. CHỦ TỊCH".
    key: chosen by the form; the same again gives one post.
    Raises AgencyClosed, DatesOutOfOrder, EnteredOtherwise, NameMissing, PostOverlaps,
    UnknownAgency, UnknownPerson, UnknownUnit.
    Source of the authority: Decree 30/2020/NĐ-CP, Article 13.
    """
    rules.check_order(valid_from, valid_to)
    cleaned = a_name(Post, "title", title)
    with transaction.atomic():
        an_agency(agency_id, on=valid_from)
        # Holding the person's row lets two appointments at one moment see each other.
        person = Person.objects.select_for_update(no_key=True).filter(pk=person_id).first()
        if person is None:
            raise UnknownPerson
        if unit_id and not Unit.objects.filter(pk=unit_id, agency_id=agency_id).exists():
            raise UnknownUnit
        place = {"person": person, "agency_id": agency_id, "unit_id": unit_id, "role": role}
        asked = Post(
            **place,
            title=cleaned,
            authority=a_line(Post, "authority", authority),
            valid_from=valid_from,
            valid_to=valid_to,
            key=key or None,
        )
        same = Post.objects.filter(**place, valid_from=valid_from, title=cleaned)
        row = _entered(asked) or same.first()
        if row is None:
            if Post.objects.filter(_overlaps(valid_from, valid_to), **place).exists():
                raise PostOverlaps(person=person.name)
            row = _enter(asked, lambda: _entered(asked))
    return queries.post(row.pk)


def end_post(*, post_id: UUID, on: date) -> PostCard:
    """Let a post end with a day, its last one; its rights end with it.

    Raises DatesOutOfOrder, UnknownPost.
    """
    with transaction.atomic():
        row = Post.objects.select_for_update().filter(pk=post_id).first()
        if row is None:
            raise UnknownPost
        rules.check_order(row.valid_from, on)
        row.valid_to = on
        row.save(update_fields=["valid_to"])
    return queries.post(post_id)


def _overlaps(start: date, end: date | None) -> Q:
    ahead = Q(valid_from__lte=end) if end else Q()
    return ahead & (Q(valid_to__isnull=True) | Q(valid_to__gte=start))
