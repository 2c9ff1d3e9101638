"""What is done inside one installation of the play, each by a word and plain values."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.management import call_command

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.directory.types import AgencyCard, Role
from lienthong.documents.rules.kinds import LETTER
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryState
from lienthong.gateways import services as gateways
from lienthong.gateways.types import BroughtFile, FileRef, NewDocument, NewRecipient
from lienthong.jobs import services as jobs
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.ledger import services as ledger
from lienthong.practice.names import PASSWORD
from lienthong.practice.network.data import LEVEL
from lienthong.practice.network.scan import scanned
from lienthong.registers import services as registers
from lienthong.routes import queries as routes
from lienthong.routes import services as route_services
from lienthong.routes.types import NewRoute, RouteKind
from lienthong.systems import services as systems

_LARGEST = 10 * 1024 * 1024
_LOCAL = ("127.0.0.0/8",)
Told = dict[str, Any]


def prepare() -> Told:
    """Make the tables, and the ledger's key with its public half for anybody."""
    call_command("migrate", verbosity=0, interactive=False)
    return publish_key()


def publish_key() -> Told:
    path = Path(settings.LIENTHONG_HOME) / "public-key.pem"
    path.write_bytes(ledger.ensure_key().pem)
    return {"key": str(path)}


def found(offices: list[dict[str, str]], operator: str) -> Told:
    """Enter departments with a clerk each, and an operator in the first of them."""
    now, secret = clock.now(), access.hashed(PASSWORD)
    since = local_day(now) - timedelta(days=30)
    cards = [_office(one, since=since) for one in offices]
    for one, card in zip(offices, cards, strict=True):
        post = _appointed(one["clerk"], one["user"], card, Role.CLERK, since=since)
        access.open_account(person_id=post, username=one["user"], password=secret, now=now)
    watch = _appointed("Quản trị hệ thống", operator, cards[0], Role.OPERATOR, since=since)
    access.open_account(person_id=watch, username=operator, password=secret, now=now)
    return {"agencies": [card.name for card in cards]}


def _office(one: dict[str, str], *, since: date) -> AgencyCard:
    card = directory_services.found_agency(
        code=one["code"],
        name=one["name"],
        abbreviation=one["abbreviation"],
        level=LEVEL,
        valid_from=since,
    )
    directory_services.join(agency_id=card.id, starts_on=since)
    return card


def _appointed(name: str, user: str, card: AgencyCard, role: Role, *, since: date) -> UUID:
    person = directory_services.add_person(name=name, email=f"{user}@mau.example.vn")
    directory_services.appoint(
        person_id=person.id,
        agency_id=card.id,
        role=role,
        title=role.label,
        valid_from=since,
    )
    return person.id


def let_in(slug: str, name: str, below: str) -> Told:
    """Let a province speak as a system that enters agencies below its code; return the secret."""
    actor, now = Actor.installation(), clock.now()
    card = systems.add_system(slug=slug, name=name, networks=list(_LOCAL), actor=actor, now=now)
    systems.delegate_code(system_id=card.id, code=below, actor=actor, now=now)
    made = systems.make_shared_secret(system_id=card.id, actor=actor, now=now)
    return {"caller": slug, "secret": made.secret}


def let_sister_in(slug: str, name: str, codes: list[str]) -> Told:
    """Let a sister speak for agencies of its own, with a key that signs; return the key."""
    actor, now = Actor.installation(), clock.now()
    card = systems.add_system(slug=slug, name=name, networks=list(_LOCAL), actor=actor, now=now)
    for agency in directory.agencies_by_codes(codes).values():
        systems.grant_agency(
            system_id=card.id,
            agency_id=agency.id,
            valid_from=local_day(now),
            actor=actor,
            now=now,
        )
    made = systems.make_signing_key(system_id=card.id, actor=actor, now=now)
    return {"caller": made.card.key_id, "secret": made.secret}


def add_route(**facts: Any) -> Told:
    """Add a route to another installation of this machine."""
    told = {**facts, "kind": RouteKind(facts["kind"]), "networks": _LOCAL}
    told |= {name: tuple(facts[name]) for name in ("stands_for", "leads_to")}
    route_services.add_route(NewRoute(**told), actor=Actor.installation(), now=clock.now())
    return {}


def turn(hurry: bool = True) -> Told:
    """Work on all routes; hurry: also on those whose time has not come. Say how they stand."""
    for card in routes.routes() if hurry else ():
        route_services.hurry_route(card.slug, actor=Actor.installation(), now=clock.now())
    count = route_services.take_turns(clock=clock.now)
    return {
        "turns": count,
        "routes": {
            one.slug: {
                "trouble": str(one.trouble),
                "said": one.said,
                "waiting": one.waiting,
                "given_up": one.given_up,
                "turned_down": one.turned_down,
                "agencies": one.agencies,
            }
            for one in routes.routes()
        },
    }


def send(sender: str, recipients: list[str], subject: str, number: int) -> Told:
    """A department's software brings a letter that it issued; return what became of it."""
    card = _agency(sender)
    paper = scanned(f"{card.name} {number} {subject}")
    letter = NewDocument(
        kind=LETTER,
        number=number,
        notation=f"{card.abbreviation}-VP",
        issued_on=local_day(clock.now()),
        subject=subject,
        content=FileRef(part="main", name="cong-van.pdf"),
        recipients=tuple(NewRecipient(code) for code in recipients),
        signer_name="Nguyễn Văn Bình",
        signer_position="Giám đốc",
    )
    made = gateways.submit_with_files(
        new=letter,
        files=iter([BroughtFile("main", "cong-van.pdf", iter([paper]))]),
        key=f"practice:{uuid4()}",
        actor=gateways.system_actor_for(card),
        moment=clock.now,
        largest=_LARGEST,
    )
    return {"version": str(made.version_id), "dispatch": str(made.dispatch_id)}


def received(code: str) -> Told:
    """What came to a department, the oldest first."""
    cards = exchange.received(recipient_id=_agency(code).id, states=list(DeliveryState), limit=50)
    return {"deliveries": [_delivery(one.id) for one in reversed(cards)]}


def sent(dispatch: str) -> Told:
    """How a sending stands with each recipient, and by which road it went."""
    cards = exchange.deliveries_of_dispatch(UUID(dispatch), limit=50)
    return {"deliveries": [_delivery(one.id) for one in cards]}


def _delivery(delivery_id: UUID) -> Told:
    card = exchange.delivery_card(delivery_id)
    leg = routes.legs([card.id]).get(card.id)
    lines = exchange.course([card.id])
    return {
        "id": str(card.id),
        "sender": card.sender_name,
        "recipient": card.recipient_name,
        "state": str(card.state),
        "label": card.state.label,
        "route": leg.route_name if leg else "",
        "carried": str(leg.state) if leg else "",
        "codes": [str(line.code) for line in lines],
        "notes": [line.note for line in lines],
    }


def accept(delivery: str, code: str) -> Told:
    """The clerk of the recipient accepts: the next number of the book, status 03 goes back."""
    actor = _clerk(code)
    entry = registers.accept_delivery(
        delivery_id=UUID(delivery), key=f"practice:{delivery}", actor=actor, now=clock.now()
    )
    return {"number": entry.number, "clerk": actor.name}


def work() -> Told:
    """Do the background work that is due, and give every record its place in the ledger."""
    jobs.run_all_due(now=clock.now(), most=200)
    ledger.sequence(now=clock.now(), limit=10_000)
    ledger.publish_head(now=clock.now())
    return {}


def receipts(folder: str) -> Told:
    """Write what the ledgers of sisters said about deliveries of ours, each a file."""
    into, written = Path(folder), []
    into.mkdir(parents=True, exist_ok=True)
    for one in routes.kept_receipts():
        path = into / f"{one.record}.json"
        path.write_text(one.content, encoding="utf-8")
        written.append(str(path))
    return {"files": written}


def _agency(code: str) -> AgencyCard:
    card = directory.agency_by_code(code)
    if card is None:
        raise LookupError(code)
    return card


def _clerk(code: str) -> Actor:
    on = local_day(clock.now())
    (post, *_others) = directory.posts_of_agency(_agency(code).id, on=on, role=Role.CLERK)
    return access.actor_for(post.id, on=on)


ACTS: dict[str, Callable[..., Told]] = {
    act.__name__: act
    for act in (
        *(prepare, publish_key, found, let_in, let_sister_in, add_route, turn, send),
        *(received, sent, accept, work, receipts),
    )
}
