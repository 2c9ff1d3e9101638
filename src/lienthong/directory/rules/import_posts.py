"""Planning the lines of people and posts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from lienthong.directory.rules.import_columns import POSTS, Table
from lienthong.directory.rules.import_findings import LineFinding
from lienthong.directory.rules.import_known import Facts, Known, KnownPerson, KnownPost
from lienthong.directory.rules.import_plan import (
    Places,
    PlannedPerson,
    PlannedRow,
    agency_ref,
    differences,
    row_of,
)
from lienthong.directory.rules.import_rows import ReadRow
from lienthong.kernel.text import fold

_HEADING = {column.name: column.heading for column in POSTS.columns}
_FOREVER = "9999-12-31"


@dataclass(slots=True)
class People:
    """Who is known, by each way of naming a person, and who was named so far."""

    by_id: dict[str, KnownPerson]
    by_email: dict[str, KnownPerson]
    by_name_in_agency: dict[tuple[str, str], list[KnownPerson]]
    named: dict[str, PlannedPerson] = field(default_factory=dict)


def plan_posts(
    rows: Sequence[ReadRow], known: Known, places: Places
) -> tuple[list[PlannedRow], list[PlannedPerson]]:
    """Plan every line of the table of people and posts, and the people themselves."""
    people = _people(known)
    held: dict[tuple[str, ...], list[tuple[Facts, KnownPost | None, int]]] = defaultdict(list)
    for post in known.posts:
        place = (str(post.person_id), str(post.agency_id), str(post.unit_id or ""))
        held[*place, post.facts["role"]].append((post.facts, post, 0))
    planned = [_post(row, people, places, held) for row in rows]
    return planned, list(people.named.values())


def _people(known: Known) -> People:
    nameless: dict[tuple[str, str], dict[UUID, KnownPerson]] = defaultdict(dict)
    by_id = {str(person.id): person for person in known.people}
    for post in known.posts:
        person = by_id.get(str(post.person_id))
        if person is not None and not person.email:
            nameless[fold(person.name), str(post.agency_id)][person.id] = person
    return People(
        by_id=by_id,
        by_email={person.email: person for person in known.people if person.email},
        by_name_in_agency={key: list(found.values()) for key, found in nameless.items()},
    )


def _post(
    row: ReadRow,
    people: People,
    places: Places,
    held: dict[tuple[str, ...], list[tuple[Facts, KnownPost | None, int]]],
) -> PlannedRow:
    findings = list(row.findings)
    agency, wrong = agency_ref(row.facts["agency"], _HEADING["agency"], places)
    findings += wrong
    unit, wrong = _unit(row, agency, places)
    findings += wrong
    person, wrong = _person(row, agency, people)
    findings += wrong
    place = (person.key, agency, unit, row.facts["role"])
    stands, wrong = _standing(row, held[place])
    findings += wrong
    if stands is None and not findings:
        closed = places.closed_on.get(agency)
        if closed and closed < row.facts["valid_from"]:
            findings.append(LineFinding("agency-closed", _HEADING["agency"], {"day": closed}))
    changes = differences(row.facts, stands.facts, ("authority", "valid_to")) if stands else {}
    if person.is_changed:
        changes["person"] = ("", f"{person.name} {person.email}".strip())
    if not findings:
        held[place].append((row.facts, None, row.line))
        people.named[person.key] = person
    return row_of(
        Table.POSTS,
        row,
        f"post:{row.line}",
        f"{row.facts['person']}, {row.facts['title']}",
        findings,
        known_id=stands.id if stands else None,
        changes=changes,
        refs={"agency": agency, "unit": unit, "person": person.key},
    )


def _unit(row: ReadRow, agency: str, places: Places) -> tuple[str, list[LineFinding]]:
    name = row.facts["unit"]
    if not name or not agency:
        return "", []
    key = places.units.get((agency, fold(name)), "")
    if not key or key in places.bad:
        return key, [LineFinding("unknown-unit", _HEADING["unit"], {"unit": name})]
    return key, []


def _person(row: ReadRow, agency: str, people: People) -> tuple[PlannedPerson, list[LineFinding]]:
    """Return who is meant: by the identity, else the mailbox, else the name in that agency."""
    name, email, identity = row.facts["person"], row.facts["email"], row.facts["identity"]
    found: KnownPerson | None = None
    if identity:
        found = people.by_id.get(identity)
        if found is None:
            nobody = PlannedPerson(f"nobody:{row.line}", name, email)
            return nobody, [LineFinding("not-an-identity", _HEADING["identity"])]
    elif email:
        found = people.by_email.get(email)
    else:
        same = people.by_name_in_agency.get((fold(name), agency), [])
        if len(same) > 1:
            nobody = PlannedPerson(f"nobody:{row.line}", name, email)
            return nobody, [LineFinding("namesakes", _HEADING["email"])]
        found = same[0] if same else None
    key = str(found.id) if found else f"mail:{email}" if email else f"name:{agency}/{fold(name)}"
    return _named(row, key, found, people)


def _named(
    row: ReadRow, key: str, found: KnownPerson | None, people: People
) -> tuple[PlannedPerson, list[LineFinding]]:
    name, email = row.facts["person"], row.facts["email"]
    told = people.named.get(key)
    stands = told.name if told else found.name if found else name
    findings = []
    if name and fold(name) != fold(stands):
        findings.append(LineFinding("email-taken", _HEADING["email"], {"name": stands}))
    owner = people.by_email.get(email)
    if email and owner is not None and (found is None or owner.id != found.id):
        findings.append(LineFinding("email-taken", _HEADING["email"], {"name": owner.name}))
    mailbox = email or (told.email if told else found.email if found else "")
    is_changed = found is not None and (name, mailbox) != (found.name, found.email)
    return PlannedPerson(key, name, mailbox, found.id if found else None, is_changed), findings


def _standing(
    row: ReadRow, held: Sequence[tuple[Facts, KnownPost | None, int]]
) -> tuple[KnownPost | None, list[LineFinding]]:
    """Return the very post that is there, or what an overlapping one has against this line."""
    facts = row.facts
    for other, post, line in held:
        if (other["title"], other["valid_from"]) == (facts["title"], facts["valid_from"]):
            if post is None:
                return None, [LineFinding("repeated", "", {"line": line})]
            return post, []
    for other, _post, line in held:
        if not facts["valid_from"] or not _overlap(facts, other):
            continue
        if line:
            return None, [LineFinding("overlaps-line", _HEADING["valid_from"], {"line": line})]
        return None, [LineFinding("overlaps", _HEADING["valid_from"], {})]
    return None, []


def _overlap(one: Facts, other: Facts) -> bool:
    return one["valid_from"] <= (other["valid_to"] or _FOREVER) and other["valid_from"] <= (
        one["valid_to"] or _FOREVER
    )
