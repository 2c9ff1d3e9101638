"""Look after the hooks of systems from the command line of the installation."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from lienthong.directory import queries as directory
from lienthong.directory.errors import UnknownAgency
from lienthong.hooks import queries, services
from lienthong.hooks.types import HookCard, HookState, NewsKind, NotificationState
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.systems import queries as systems
from lienthong.webkit.commands import told_as_errors

_TURNS: dict[str, Callable[..., HookCard]] = {
    "challenge": services.challenge_hook,
    "pause": services.pause_hook,
    "resume": services.resume_hook,
    "close": services.close_hook,
}


class Command(BaseCommand):
    help = "Add, list, show, pause, resume or close hooks; resend what was given up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help="let an address of a system be told")
        add.add_argument("system", help="short name of the system")
        add.add_argument("address", help="https://…")
        add.add_argument("--agencies", required=True, help="codes: H19,H19.1")
        names = ",".join(NewsKind.subscribable())
        add.add_argument("--kinds", default=names, help=f"default: {names}")
        acts.add_parser("list", help="hooks: id, state, waiting, given up, system, address")
        for act, what in (
            ("show", "the last calls of a hook"),
            ("dead", "what a hook could not be told"),
            *((turn, f"{turn} a hook") for turn in _TURNS),
        ):
            acts.add_parser(act, help=what).add_argument("hook", type=UUID)
        resend = acts.add_parser("resend", help="send again what was given up")
        resend.add_argument("hook", type=UUID)
        resend.add_argument("notification", type=UUID, nargs="*", help="default: all of them")
        networks = acts.add_parser("networks", help="private networks that may be called")
        networks.add_argument("system")
        networks.add_argument("networks", nargs="*", help="10.1.2.0/24; none: no private network")
        acts.add_parser("rotate-key", help="sign with a new key from now on")

    def handle(self, *, act: str, **options: Any) -> None:
        with told_as_errors():
            for line in _ACTS[act](act, options):
                self.stdout.write(line)


def _facts() -> dict[str, Any]:
    return {"actor": Actor.installation(), "now": clock.now()}


def _add(_act: str, options: dict[str, Any]) -> Iterator[str]:
    codes = [code.strip() for code in options["agencies"].split(",") if code.strip()]
    found = directory.agencies_by_codes(codes)
    for code in codes:
        if code not in found:
            raise UnknownAgency(code=code)
    wanted = {name.strip() for name in options["kinds"].split(",")}
    card = services.add_hook(
        system_id=systems.system(options["system"]).id,
        address=options["address"],
        kinds=[kind for kind in NewsKind.subscribable() if kind in wanted],
        agency_ids=[one.id for one in found.values()],
        **_facts(),
    )
    yield f"{card.id}\t{card.state}"


def _list(_act: str, _options: dict[str, Any]) -> Iterator[str]:
    after: UUID | None = None
    while page := queries.hooks(after=after):
        counts = queries.counts([card.id for card in page])
        for card in page:
            waiting = counts.get((card.id, NotificationState.WAITING), 0)
            dead = counts.get((card.id, NotificationState.DEAD), 0)
            what = f"{card.system.slug}\t{card.address}"
            yield f"{card.id}\t{_state(card)}\t{waiting}\t{dead}\t{what}"
        after = page[-1].id


def _state(card: HookCard) -> str:
    paused = card.state == HookState.PAUSED
    return f"{card.state}:{card.pause_reason}" if paused else str(card.state)


def _show(_act: str, options: dict[str, Any]) -> Iterator[str]:
    card = queries.hook(options["hook"])
    yield f"{card.id}\t{_state(card)}\t{card.system.slug}\t{card.address}"
    for one in queries.attempts(card.id):
        what = f"{one.kind}\t{one.outcome}\t{one.status}\t{one.milliseconds} ms"
        yield f"{one.called_at.isoformat()}\t{one.id}\t{what}"


def _dead(_act: str, options: dict[str, Any]) -> Iterator[str]:
    card, after = queries.hook(options["hook"]), None
    while page := queries.dead(card.id, after=after):
        for one in page:
            yield f"{one.id}\t{one.made_at.isoformat()}\t{one.kind}\t{one.subject_id}"
        after = page[-1].id


def _turn(act: str, options: dict[str, Any]) -> Iterator[str]:
    card = _TURNS[act](hook_id=options["hook"], **_facts())
    yield f"{card.id}\t{_state(card)}"


def _resend(_act: str, options: dict[str, Any]) -> Iterator[str]:
    wanted = options["notification"]
    yield str(services.resend(hook_id=options["hook"], notification_ids=wanted, **_facts()))


def _networks(_act: str, options: dict[str, Any]) -> Iterator[str]:
    system_id = systems.system(options["system"]).id
    yield from services.allow_networks(
        system_id=system_id, networks=options["networks"], **_facts()
    )


def _rotate(_act: str, _options: dict[str, Any]) -> Iterator[str]:
    yield services.rotate_signing_key(**_facts())


_ACTS: dict[str, Callable[[str, dict[str, Any]], Iterator[str]]] = {
    "add": _add,
    "list": _list,
    "show": _show,
    "dead": _dead,
    "resend": _resend,
    "networks": _networks,
    "rotate-key": _rotate,
    **dict.fromkeys(_TURNS, _turn),
}
