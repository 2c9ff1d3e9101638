"""Add and look after routes from the command line of the installation."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from lienthong.directory import queries as directory
from lienthong.directory.errors import UnknownAgency
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.routes import queries, services
from lienthong.routes.types import FetchedState, NewRoute, ParcelState, RouteCard, RouteKind
from lienthong.webkit.commands import told_as_errors, unusable

_TURNS = {
    "on": services.use_route,
    "off": services.rest_route,
    "end": services.end_route,
    "hurry": services.hurry_route,
}


_OF_MAILBOX = {
    "unreach": "send an agency no letter any more",
    "join": "let an agency that was reached by mail work here from today on",
}


class Command(BaseCommand):
    help = "Add, list, show, change, rest or end routes to agencies of other installations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help="add a route; it is used at once")
        add.add_argument("slug", help="short name, as in truc-quoc-gia")
        add.add_argument("--name", required=True, help="name that clerks see")
        add.add_argument("--kind", choices=list(RouteKind), default=RouteKind.AXIS)
        _describe(add, is_needed=True)
        change = acts.add_parser("change", help="change what is given")
        change.add_argument("slug")
        _describe(change, is_needed=False)
        acts.add_parser("list", help="print all routes")
        show = acts.add_parser("show", help="print a route, what waits and what failed")
        show.add_argument("slug")
        said = {
            "on": "use it again",
            "off": "rest it",
            "end": "use it never again",
            "hurry": "try now",
        }
        for act in _TURNS:
            acts.add_parser(act, help=said[act]).add_argument("slug")
        other = acts.add_parser("hand-over", help="let other routes carry what waits for it")
        other.add_argument("slug")
        twice = "also what the other side may have already; its recipient may get it twice"
        other.add_argument("--also-perhaps-there", action="store_true", help=twice)
        again = acts.add_parser(
            "resend", help="try one thing again at once; ids as `show` has them"
        )
        again.add_argument("slug")
        again.add_argument("id", type=UUID, help="of what waits or failed, or of a fetched package")
        reach = acts.add_parser("reach", help="let letters of a route of mail go to an agency")
        reach.add_argument("slug")
        reach.add_argument("code", help="of the agency")
        reach.add_argument("mailbox", help="its official mailbox")
        reach.add_argument("--name", default="", help="where the directory does not have it yet")
        for act, told in _OF_MAILBOX.items():
            one = acts.add_parser(act, help=told)
            one.add_argument("slug")
            one.add_argument("code", help="of the agency")
        trial = acts.add_parser("try", help="send a letter without content by a route of mail")
        trial.add_argument("slug")
        trial.add_argument("mailbox", help="an address of your own")
        acts.add_parser("turn", help="work on all routes that are due, now")

    def handle(self, *, act: str, **options: Any) -> None:
        with told_as_errors():
            if act == "turn":
                self.stdout.write(str(services.take_turns(clock=clock.now)))
            elif act == "list":
                for card in queries.routes():
                    self._line(card)
            else:
                self._show(_done(act, options))

    def _line(self, card: RouteCard) -> None:
        last = card.succeeded_at.isoformat(timespec="seconds") if card.succeeded_at else "-"
        self.stdout.write(
            f"{card.slug}\t{card.kind}\t{card.state}\t{card.address}\t{last}\t"
            f"waiting={card.waiting}\tfailed={card.given_up + card.turned_down}\t"
            f"{card.trouble or '-'}"
        )

    def _show(self, card: RouteCard) -> None:
        self._line(card)
        self.stdout.write(f"leads to\t{' '.join(card.leads_to)}\t{card.agencies} agencies")
        self.stdout.write(f"stands for\t{' '.join(card.stands_for)}")
        if card.said:
            self.stdout.write(f"said\t{card.said}")
        for box in queries.mailboxes(card.id) if card.kind == RouteKind.MAIL else ():
            self.stdout.write(f"mailbox\t{box.name}\t{box.address}")
        for state in (ParcelState.WAITING, ParcelState.GIVEN_UP):
            for one in queries.parcels(card.id, state):
                self.stdout.write(
                    f"{state}\t{one.kind}\t{one.reference_code}\t{one.attempts}\t{one.said}"
                    f"\t{one.id}"
                )
        for each in queries.fetched(card.id, [FetchedState.WAITING, FetchedState.TURNED_DOWN]):
            self.stdout.write(
                f"fetched\t{each.state}\t{each.their_id}\t{each.code}\t{each.said}\t{each.id}"
            )
        for other in queries.differences(card.id):
            self.stdout.write(f"agency\t{other.kind}\t{other.code}\t{other.name}\t{other.said}")


def _describe(parser: ArgumentParser, *, is_needed: bool) -> None:
    parser.add_argument("--address", required=is_needed, help="where the other side answers")
    caller = "our systemid, or key id, over there"
    parser.add_argument("--caller", help=caller)
    parser.add_argument("--secret-file", type=Path, metavar="FILE", help="the secret, or key")
    parser.add_argument("--sender", metavar="MAILBOX", help="of mail: from whom letters are")
    site = "of mail: our address, to which the links of letters lead"
    parser.add_argument("--site", metavar="ADDRESS", help=site)
    parser.add_argument("--largest", type=int, metavar="BYTES", help="of mail: the largest letter")
    trees = "code trees, separated by commas; * is all"
    parser.add_argument("--leads-to", metavar="CODES", help=f"who lies behind it: {trees}")
    parser.add_argument("--stands-for", metavar="CODES", help=f"ours that use it: {trees}")
    networks = "private networks in which the other side lies, in CIDR, separated by commas"
    parser.add_argument("--networks", metavar="NETWORKS", help=networks)
    parser.add_argument("--cost", type=int, help="of several routes the cheapest is taken")
    vouches = "PEM file of the authority that vouches for the other side's server"
    parser.add_argument("--authority-file", type=Path, metavar="FILE", help=vouches)


def _done(act: str, options: dict[str, Any]) -> RouteCard:
    actor, now = Actor.installation(), clock.now()
    if act == "add":
        return services.add_route(_new(options), actor=actor, now=now)
    if act == "change":
        return services.change_route(
            options["slug"],
            address=options["address"],
            caller=options["caller"],
            secret=_text(options["secret_file"]),
            authority=_text(options["authority_file"]),
            networks=_codes(options["networks"]),
            stands_for=_codes(options["stands_for"]),
            leads_to=_codes(options["leads_to"]),
            cost=options["cost"],
            sender=options["sender"],
            site=options["site"],
            largest=options["largest"],
            actor=actor,
            now=now,
        )
    if act == "hand-over":
        services.hand_over_route(
            options["slug"],
            also_perhaps_there=options["also_perhaps_there"],
            actor=actor,
            now=now,
        )
    if act == "resend":
        _again(options["slug"], options["id"], actor=actor, now=now)
    if act in _OF_MAILBOX or act in {"reach", "try"}:
        _by_mail(act, options, actor=actor, now=now)
    if act in _TURNS:
        return _TURNS[act](options["slug"], actor=actor, now=now)
    return queries.route(options["slug"])


def _by_mail(act: str, options: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    slug = options["slug"]
    if act == "reach":
        services.reach_by_mail(
            slug,
            code=options["code"],
            address=options["mailbox"],
            name=options["name"],
            actor=actor,
            now=now,
        )
    elif act == "try":
        services.try_letter(slug, to=options["mailbox"], actor=actor, now=now)
    else:
        found = directory.agency_by_code(options["code"])
        if found is None:
            raise UnknownAgency(agency=options["code"])
        end = services.take_off_mail if act == "unreach" else services.bring_inside
        end(slug, agency_id=found.id, actor=actor, now=now)


def _again(slug: str, row_id: UUID, *, actor: Actor, now: datetime) -> None:
    seen = queries.fetched(queries.route(slug).id, [FetchedState.WAITING, FetchedState.TURNED_DOWN])
    if row_id in {one.id for one in seen}:
        services.look_again(row_id, actor=actor, now=now)
    else:
        services.resend_parcel(row_id, actor=actor, now=now)


def _new(options: dict[str, Any]) -> NewRoute:
    return NewRoute(
        slug=options["slug"],
        name=options["name"],
        kind=RouteKind(options["kind"]),
        address=options["address"],
        caller=options["caller"] or "",
        secret=_text(options["secret_file"]) or "",
        sender=options["sender"] or "",
        site=options["site"] or "",
        largest=options["largest"] or 0,
        networks=tuple(_codes(options["networks"]) or ()),
        authority=_text(options["authority_file"]) or "",
        stands_for=tuple(_codes(options["stands_for"]) or ["*"]),
        leads_to=tuple(_codes(options["leads_to"]) or ["*"]),
        cost=100 if options["cost"] is None else options["cost"],
    )


def _codes(text: str | None) -> list[str] | None:
    return None if text is None else text.split(",")


def _text(path: Path | None) -> str | None:
    try:
        return None if path is None else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise unusable(path, error) from error
