"""List, give and end posts from the command line of the installation."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from lienthong.access import services
from lienthong.access.management.lines import agency_with, line
from lienthong.directory import queries as directory
from lienthong.directory.types import PostingCard, Role
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.webkit.commands import WrongUse, told_as_errors

_PAGE = 500


class Command(BaseCommand):
    help = (
        "List, give (grant) or end posts. As on the pages, the person is told and the ledger has "
        "it. One line a post: id, role, title, unit, person and his or her id, first day, last "
        "day. Exits 2 when it is refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        acts = parser.add_subparsers(dest="act", required=True)
        listed = acts.add_parser("list", help="posts of an agency that have not ended")
        listed.add_argument("agency", help="code of the agency")
        grant = acts.add_parser("grant", help="give a post to a person of the directory")
        grant.add_argument("agency", help="code of the agency")
        grant.add_argument("--email", required=True, help="official mailbox of the person")
        grant.add_argument("--role", required=True, type=Role, choices=list(Role))
        grant.add_argument("--title", required=True, help="as printed under a signature")
        grant.add_argument("--unit", default="", help="name of the unit; without it the agency")
        grant.add_argument("--from", dest="first", type=date.fromisoformat, help="default: today")
        grant.add_argument("--to", dest="last", type=date.fromisoformat, help="its last day")
        grant.add_argument("--source", default="", help="the decision that says so")
        end = acts.add_parser("end", help="let a post end with a day")
        end.add_argument("post", type=UUID, help="id of the post")
        end.add_argument("--on", type=date.fromisoformat, help="its last day; default: today")
        end.add_argument("--reason", required=True)

    def handle(self, *, act: str, json: bool, **options: Any) -> None:
        with told_as_errors():
            for posting in _ACTS[act](options):
                self.stdout.write(line(_facts(posting), as_json=json))


def _list(options: dict[str, Any]) -> Iterator[PostingCard]:
    agency, after = agency_with(options["agency"]), None
    while page := directory.postings_of_agency(
        agency.id, ended_since=_today(), after=after, limit=_PAGE
    ):
        yield from page
        after = page[-1].post.id


def _grant(options: dict[str, Any]) -> Iterator[PostingCard]:
    agency = agency_with(options["agency"])
    person = directory.person_by_email(options["email"])
    if person is None:
        raise WrongUse(f"no person has the mailbox {options['email']}")
    post = services.grant_post(
        services.NewPost(
            person_id=person.id,
            agency_id=agency.id,
            role=options["role"],
            title=options["title"],
            valid_from=options["first"] or _today(),
            valid_to=options["last"],
            unit_id=_unit(agency.id, options["unit"]),
            source=options["source"],
        ),
        actor=Actor.installation(),
        now=clock.now(),
    )
    yield _posting(post.person_id, post.id)


def _end(options: dict[str, Any]) -> Iterator[PostingCard]:
    post = services.end_post(
        post_id=options["post"],
        on=options["on"] or _today(),
        reason=options["reason"],
        actor=Actor.installation(),
        now=clock.now(),
    )
    yield _posting(post.person_id, post.id)


def _unit(agency_id: UUID, name: str) -> UUID | None:
    if not name:
        return None
    units = {unit.name: unit.id for unit in directory.units_of(agency_id, on=_today())}
    if name not in units:
        raise WrongUse(f"no unit {name}; there are: {', '.join(units)}")
    return units[name]


def _posting(person_id: UUID, post_id: UUID) -> PostingCard:
    held = directory.postings_of_person(person_id, ended_since=date.min)
    return next(posting for posting in held if posting.post.id == post_id)


def _facts(posting: PostingCard) -> dict[str, object]:
    post = posting.post
    return {
        "id": post.id,
        "role": str(post.role),
        "title": post.title,
        "unit": post.unit_name,
        "person": post.person_name,
        "person_id": post.person_id,
        "from": posting.valid_from,
        "to": posting.valid_to,
    }


def _today() -> date:
    return clock.local_day(clock.now())


_ACTS = {"list": _list, "grant": _grant, "end": _end}
