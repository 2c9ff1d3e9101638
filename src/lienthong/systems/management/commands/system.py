"""Add and look after connected systems from the command line of the installation."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.systems import queries, rules, services
from lienthong.systems.types import SystemCard
from lienthong.webkit.commands import WrongUse, told_as_errors, unusable

_TURNS = {
    "pause": services.pause_system,
    "resume": services.resume_system,
    "close": services.close_system,
}


class Command(BaseCommand):
    help = "Add, list, show, pause, resume or close systems; set their networks and agencies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help="add a system; without networks nobody can call yet")
        add.add_argument("slug", help="short name, as in i-office.stp")
        add.add_argument("--name", required=True, help="name in records and receipts")
        add.add_argument("--contact", default="", help="who looks after it")
        _networks(add)
        _agencies(add)
        _certificates(add)
        given = "file with the secret that its owner has, for the interface of the axis"
        add.add_argument("--secret-file", type=Path, metavar="FILE", help=given)
        acts.add_parser("list", help="print all systems")
        show = acts.add_parser("show", help="print a system, its agencies and its last failures")
        show.add_argument("slug")
        for act in _TURNS:
            acts.add_parser(act, help=f"{act} a system").add_argument("slug")
        networks = acts.add_parser("networks", help="say from where a system may call")
        networks.add_argument("slug")
        _networks(networks)
        certificates = acts.add_parser("certificates", help="say with which certificates it calls")
        certificates.add_argument("slug")
        _certificates(certificates)
        limits = acts.add_parser("limits", help="say how much a system may ask of us in a minute")
        limits.add_argument("slug")
        limits.add_argument("--requests", type=int, help="what is left out stays as it is")
        limits.add_argument("--bytes", type=int, help="of bodies")
        delegate = acts.add_parser("delegate", help="let it enter agencies below codes by itself")
        delegate.add_argument("slug")
        delegate.add_argument("--codes", default="", metavar="CODES", help="separated by commas")
        delegate.add_argument("--end", default="", metavar="CODES", help="no more below these")
        agencies = acts.add_parser("agencies", help="say for whom a system may act")
        agencies.add_argument("slug")
        _agencies(agencies)
        withdrawn = "codes for which it may act until today, and no longer"
        agencies.add_argument("--withdraw", default="", metavar="CODES", help=withdrawn)

    def handle(self, *, act: str, **options: Any) -> None:
        with told_as_errors():
            if act == "list":
                self._list()
            else:
                self._show(self._done(act, options), with_calls=act == "show")

    def _done(self, act: str, options: dict[str, Any]) -> SystemCard:
        if act == "add":
            return self._added(options)
        card = queries.system(options["slug"])
        if act in _TURNS:
            return _TURNS[act](system_id=card.id, actor=Actor.installation(), now=clock.now())
        if act == "agencies":
            return self._agencies(card, options)
        return _CHANGES[act](card, options) if act in _CHANGES else card

    def _added(self, options: dict[str, Any]) -> SystemCard:
        """Everything that is named is known and can be read before anything is written."""
        agencies, secret = _coded(options["agencies"]), _secret(options["secret_file"])
        actor, now = Actor.installation(), clock.now()
        card = services.add_system(
            slug=options["slug"],
            name=options["name"],
            contact=options["contact"],
            networks=options["networks"].split(","),
            actor=actor,
            now=now,
        )
        if options["certificates"]:
            card = _certified(card, options)
        if secret:
            services.make_shared_secret(system_id=card.id, given=secret, actor=actor, now=now)
        return self._granted(card, agencies)

    def _agencies(self, card: SystemCard, options: dict[str, Any]) -> SystemCard:
        granted, withdrawn = _coded(options["agencies"]), _coded(options["withdraw"])
        actor, now = Actor.installation(), clock.now()
        for agency in withdrawn:
            services.withdraw_agency(
                system_id=card.id,
                agency_id=agency.id,
                last_day=clock.local_day(now),
                actor=actor,
                now=now,
            )
        return self._granted(card, granted)

    def _granted(self, card: SystemCard, agencies: list[AgencyCard]) -> SystemCard:
        now = clock.now()
        for agency in agencies:
            services.grant_agency(
                system_id=card.id,
                agency_id=agency.id,
                valid_from=clock.local_day(now),
                actor=Actor.installation(),
                now=now,
            )
        return card

    def _list(self) -> None:
        after = ""
        while page := queries.systems(after=after):
            for card in page:
                self.stdout.write(f"{card.slug}\t{card.state}\t{card.name}")
            after = page[-1].slug

    def _show(self, card: SystemCard, *, with_calls: bool) -> None:
        networks = " ".join(card.networks) or "-"
        limits = f"{card.requests_a_minute}/min\t{card.bytes_a_minute} B/min"
        self.stdout.write(f"{card.slug}\t{card.state}\t{card.name}\t{networks}\t{limits}")
        for grant in queries.grants_of(card.id):
            until = grant.valid_to.isoformat() if grant.valid_to else "-"
            self.stdout.write(f"agency\t{grant.agency_code}\t{grant.valid_from}\t{until}")
        for each in queries.delegations_of(card.id):
            until = each.ended_at.isoformat(timespec="seconds") if each.ended_at else "-"
            self.stdout.write(
                f"delegated\t{each.code}\t{each.given_at.isoformat(timespec='seconds')}\t{until}"
            )
        for failure in queries.failures_of(card.id) if with_calls else ():
            last = failure.last_at.isoformat(timespec="seconds")
            self.stdout.write(
                f"failure\t{failure.code}\t{failure.count}\t{last}\t{failure.address}"
            )


def _networks(parser: ArgumentParser) -> None:
    said = "in CIDR, separated by commas; or any"
    parser.add_argument("--networks", default="", metavar="NETWORKS", help=said)


def _agencies(parser: ArgumentParser) -> None:
    said = "codes of the agencies for which it may act from today, separated by commas"
    parser.add_argument("--agencies", default="", metavar="CODES", help=said)


def _certificates(parser: ArgumentParser) -> None:
    said = "SHA-256 of client certificates, separated by commas, for the interface of the axis"
    parser.add_argument("--certificates", default="", metavar="DIGESTS", help=said)


def _networked(card: SystemCard, options: dict[str, Any]) -> SystemCard:
    return services.set_networks(
        system_id=card.id,
        networks=options["networks"].split(","),
        actor=Actor.installation(),
        now=clock.now(),
    )


def _certified(card: SystemCard, options: dict[str, Any]) -> SystemCard:
    return services.set_certificates(
        system_id=card.id,
        certificates=options["certificates"].split(","),
        actor=Actor.installation(),
        now=clock.now(),
    )


def _delegated(card: SystemCard, options: dict[str, Any]) -> SystemCard:
    facts: dict[str, Any] = {
        "system_id": card.id,
        "actor": Actor.installation(),
        "now": clock.now(),
    }
    for code in filter(None, options["codes"].split(",")):
        services.delegate_code(code=code, **facts)
    for code in filter(None, options["end"].split(",")):
        services.end_delegation(code=code, **facts)
    return card


def _limited(card: SystemCard, options: dict[str, Any]) -> SystemCard:
    requests, size = options["requests"], options["bytes"]
    return services.set_limits(
        system_id=card.id,
        requests_a_minute=card.requests_a_minute if requests is None else requests,
        bytes_a_minute=card.bytes_a_minute if size is None else size,
        actor=Actor.installation(),
        now=clock.now(),
    )


_CHANGES: dict[str, Callable[[SystemCard, dict[str, Any]], SystemCard]] = {
    "networks": _networked,
    "certificates": _certified,
    "delegate": _delegated,
    "limits": _limited,
}


def _secret(path: Path | None) -> str:
    """The secret in a file, before anything is changed."""
    if path is None:
        return ""
    try:
        return rules.clean_secret(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise unusable(path, error) from error


def _coded(text: str) -> list[AgencyCard]:
    """The agencies of codes; all of them are known before anything is changed."""
    codes = [code.strip() for code in text.split(",") if code.strip()]
    known = directory.agencies_by_codes(codes)
    missing = [code for code in codes if code not in known]
    if missing:
        raise WrongUse(f"no agency has the code {', '.join(missing)}")
    return [known[code] for code in codes]
