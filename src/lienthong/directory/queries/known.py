"""What stands in the directory, in the words of the tables in which it is brought in."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from itertools import islice
from uuid import UUID

from django.conf import settings

from lienthong.directory.models import Agency, AgencyCode, Person, Post, Unit
from lienthong.directory.rules.codes import whole_code
from lienthong.directory.rules.import_known import (
    Known,
    KnownAgency,
    KnownPerson,
    KnownPost,
    KnownUnit,
)
from lienthong.directory.types import UNLISTED

# Names in one question; SQLite takes 999 variables.
CHUNK = 400


def known(*, emails: Collection[str], identities: Collection[str], codes: Collection[str]) -> Known:
    """Return all agencies and units, and the people and posts that a file is about.

    emails, identities: how lines name people, as they are written; codes: of the agencies whose
    posts they name. Four statements, and three for every 400 people or agencies named.
    """
    agencies = _agencies()
    named = {agency.id for agency in agencies if agency.codes & {whole_code(c) for c in codes}}
    people = _people("pk", {found for text in identities if (found := _identity(text))})
    people |= _people("email", set(emails) - {""})
    posts = _posts("agency_id", named) | _posts("person_id", set(people))
    people |= _people("pk", {post.person_id for post in posts.values()} - set(people))
    return Known(
        agencies=agencies,
        units=_units(),
        people=[KnownPerson(row.pk, row.name, row.email) for row in people.values()],
        posts=[known_post(post) for post in posts.values()],
        domains=settings.LIENTHONG_OFFICIAL_DOMAINS,
    )


def known_agency(row: Agency, codes: Collection[tuple[str, bool]], parent_code: str) -> KnownAgency:
    """Return an agency in the words of its table. codes: each with whether it is the current."""
    current = next((code for code, is_current in codes if is_current), "")
    facts = {
        "code": current or next((code for code, _current in codes), ""),
        "name": row.name,
        "abbreviation": row.abbreviation,
        "agency_class": row.agency_class,
        "level": row.level,
        "parent": parent_code,
        "parent_id": str(row.parent_id or ""),
        "place": row.place,
        "email": row.email,
        "telephone": row.telephone,
        "address": row.address,
        "valid_from": written(row.valid_from),
        "valid_to": written(row.valid_to),
        "books_here": "yes" if row.books_here else "no",
    }
    facts["other_codes"] = ";".join(sorted(c for c, _now in codes if c != facts["code"]))
    return KnownAgency(row.pk, facts, frozenset(c for c, _now in codes))


def known_post(row: Post) -> KnownPost:
    facts = {
        "role": row.role,
        "title": row.title,
        "authority": row.authority,
        "valid_from": written(row.valid_from),
        "valid_to": written(row.valid_to),
    }
    return KnownPost(row.pk, row.person_id, row.agency_id, row.unit_id, facts)


def known_unit(row: Unit) -> KnownUnit:
    facts = {
        "name": row.name,
        "abbreviation": row.abbreviation,
        "valid_from": written(row.valid_from),
        "valid_to": written(row.valid_to),
    }
    return KnownUnit(row.pk, row.agency_id, facts)


def written(day: date | None) -> str:
    return day.isoformat() if day else ""


def codes_by_agency() -> dict[UUID, list[tuple[str, bool]]]:
    """Return all codes with whether they are current, by agency. One statement."""
    found: dict[UUID, list[tuple[str, bool]]] = defaultdict(list)
    rows = AgencyCode.objects.order_by("-is_current", "code")
    for agency_id, code, is_current in rows.values_list("agency_id", "code", "is_current"):
        found[agency_id].append((code, is_current))
    return found


def _agencies() -> list[KnownAgency]:
    codes = codes_by_agency()
    current = {agency_id: found[0][0] for agency_id, found in codes.items()}
    return [
        known_agency(row, codes[row.pk], current.get(row.parent_id, "") if row.parent_id else "")
        for row in Agency.objects.exclude(pk=UNLISTED).order_by("pk")
    ]


def _units() -> list[KnownUnit]:
    return [known_unit(row) for row in Unit.objects.order_by("pk")]


def _posts(by: str, values: Collection[UUID]) -> dict[UUID, Post]:
    return {
        row.pk: row
        for chunk in _chunks(values)
        for row in Post.objects.filter(**{f"{by}__in": chunk})
    }


def _people(by: str, values: Collection[UUID] | Collection[str]) -> dict[UUID, Person]:
    return {
        row.pk: row
        for chunk in _chunks(values)
        for row in Person.objects.filter(**{f"{by}__in": chunk})
    }


def _identity(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _chunks(values: Collection[UUID] | Collection[str]) -> Iterator[list[UUID | str]]:
    left: Iterator[UUID | str] = iter(sorted(values, key=str))
    while chunk := list(islice(left, CHUNK)):
        yield chunk
