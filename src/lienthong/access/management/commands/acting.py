"""List, give and end acting for others (KT., TL., TUQ., Q.) from the command line."""

import hashlib
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from lienthong.access import queries, services
from lienthong.access.management.lines import agency_with, line
from lienthong.access.types import ActingCard, ActingKind
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.webkit.commands import told_as_errors


class Command(BaseCommand):
    help = (
        "List, give (grant) or end acting for a leader. As on the pages: the one who acts is told, "
        "the ledger has it, and the document that gives the authority is named. One line each: id, "
        "kind, line over the signature, who acts, for whom, first day, last day, kinds, source. "
        "Exits 2 when it is refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        acts = parser.add_subparsers(dest="act", required=True)
        listed = acts.add_parser("list", help="who acts for whom, today and later")
        listed.add_argument("agency", help="code of the agency")
        grant = acts.add_parser("grant", help="let one post act for that of a leader")
        grant.add_argument("post", type=UUID, help="id of the post that acts (lienthong post list)")
        grant.add_argument("leader", type=UUID, help="id of the leader's post")
        grant.add_argument("--kind", required=True, type=ActingKind, choices=list(ActingKind))
        grant.add_argument("--from", dest="first", type=date.fromisoformat, help="default: today")
        grant.add_argument("--to", dest="last", type=date.fromisoformat, required=True)
        grant.add_argument(
            "--kinds", default="", help="codes or names of kinds, with commas; default: all"
        )
        grant.add_argument("--subjects", default="", help="in which matters, in words")
        grant.add_argument("--source", required=True, help="the document that gives the authority")
        end = acts.add_parser("end", help="end it today")
        end.add_argument("acting", type=UUID)
        end.add_argument("--reason", required=True)

    def handle(self, *, act: str, json: bool, **options: Any) -> None:
        with told_as_errors():
            for card in _ACTS[act](options):
                self.stdout.write(line(_facts(card), as_json=json))


def _list(options: dict[str, Any]) -> Iterator[ActingCard]:
    agency = agency_with(options["agency"])
    yield from queries.actings_of_agency(agency.id, ended_since=_today())


def _grant(options: dict[str, Any]) -> Iterator[ActingCard]:
    new = services.NewActing(
        key=_key(options),
        kind=options["kind"],
        post_id=options["post"],
        for_post_id=options["leader"],
        valid_from=options["first"] or _today(),
        valid_to=options["last"],
        kinds=frozenset(part.strip() for part in options["kinds"].split(",")) - {""},
        subjects=options["subjects"],
        source=options["source"],
    )
    yield services.grant_acting(new, actor=Actor.installation(), now=clock.now())


def _end(options: dict[str, Any]) -> Iterator[ActingCard]:
    yield services.end_acting(
        acting_id=options["acting"],
        reason=options["reason"],
        actor=Actor.installation(),
        now=clock.now(),
    )


def _key(options: dict[str, Any]) -> str:
    """A key made of what is given, so that running a command again gives nothing twice."""
    given = ("post", "leader", "kind", "first", "last", "kinds", "subjects", "source")
    said = "\n".join(str(options[name] or _today()) for name in given)
    return f"command:{hashlib.sha256(said.encode()).hexdigest()[:40]}"


def _facts(card: ActingCard) -> dict[str, object]:
    return {
        "id": card.id,
        "kind": str(card.kind),
        "authority": card.authority or card.position,
        "person": card.post.person_name,
        "for": card.for_post.person_name,
        "from": card.valid_from,
        "to": card.last_day,
        "kinds": " ".join(sorted(card.kinds)),
        "source": card.source,
    }


def _today() -> date:
    return clock.local_day(clock.now())


_ACTS = {"list": _list, "grant": _grant, "end": _end}
