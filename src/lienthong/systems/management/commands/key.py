"""Give keys to systems, replace them and end them, from the command line of the installation."""

import os
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.systems import queries, services
from lienthong.systems.types import KeyCard, MadeKey, SystemCard
from lienthong.webkit.commands import WrongUse, told_as_errors, unusable

_OVERLAP = 14  # days


class Command(BaseCommand):
    help = "Add, rotate, revoke or list the keys of a system. What is secret is shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help="take a public key, or make a key")
        add.add_argument("system", help="short name of the system")
        add.add_argument("--trial", action="store_true", help="a bearer key, for trials only")
        add.add_argument("--days", type=int, default=30, help="how long a trial key counts (1-90)")
        add.add_argument(
            "--shared", action="store_true", help="a shared secret, for the interface of the axis"
        )
        given = "the secret that the owner has; without it one is made"
        add.add_argument("--secret-file", type=Path, metavar="FILE", help=given)
        _places(add)
        rotate = acts.add_parser("rotate", help="a new key; the old one counts on for some days")
        rotate.add_argument("system")
        rotate.add_argument("key", help="id of the old key")
        rotate.add_argument("--overlap", type=int, default=_OVERLAP, help="days (default: 14)")
        _places(rotate)
        revoke = acts.add_parser("revoke", help="let a key count no more from now")
        revoke.add_argument("system")
        revoke.add_argument("key")
        acts.add_parser("list", help="print the keys of a system").add_argument("system")

    def handle(self, *, act: str, system: str, **options: Any) -> None:
        with told_as_errors():
            self._do(act, queries.system(system), options)

    def _do(self, act: str, system: SystemCard, options: dict[str, Any]) -> None:
        actor, now = Actor.installation(), clock.now()
        if act == "list":
            for card in queries.keys_of(system.id, now=now):
                self._write(card)
        elif act == "revoke":
            key = options["key"]
            self._write(services.revoke_key(system_id=system.id, key_id=key, actor=actor, now=now))
        else:
            into = _new_file(options["into"])
            self._hand_over(_made(act, system, options), into)

    def _hand_over(self, made: MadeKey, into: Path | None) -> None:
        """Write the secret to its file, or print it once."""
        self._write(made.card)
        if made.secret and into is not None:
            with into.open("w") as file:
                file.write(made.secret.rstrip("\n") + "\n")
        elif made.secret:
            self.stdout.write(made.secret)

    def _write(self, card: KeyCard) -> None:
        until = card.valid_to.isoformat(timespec="seconds") if card.valid_to else "-"
        used = card.last_used_on.isoformat() if card.last_used_on else "-"
        self.stdout.write(f"{card.key_id}\t{card.kind}\t{card.state}\t{until}\t{used}")


def _made(act: str, system: SystemCard, options: dict[str, Any]) -> MadeKey:
    facts: dict[str, Any] = {
        "system_id": system.id,
        "actor": Actor.installation(),
        "now": clock.now(),
    }
    public = _read(options["public_key_file"])
    if act == "rotate":
        overlap = timedelta(days=options["overlap"])
        return services.rotate_key(
            key_id=options["key"], overlap=overlap, public_pem=public, **facts
        )
    if options["shared"]:
        given = _read(options["secret_file"]).strip()
        return services.make_shared_secret(given=given, **facts)
    if options["trial"]:
        return services.make_bearer_key(days=options["days"], **facts)
    if public:
        return MadeKey(services.add_public_key(public_pem=public, **facts), "")
    return services.make_signing_key(**facts)


def _places(parser: ArgumentParser) -> None:
    public = "PEM of the owner's public key; without it a key is made"
    parser.add_argument("--public-key-file", type=Path, metavar="FILE", help=public)
    into = "new file for what is secret, readable by its owner only; without it it is printed"
    parser.add_argument("--into", type=Path, metavar="FILE", help=into)


def _read(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise unusable(path, error) from error


def _new_file(path: Path | None) -> Path | None:
    """Make the empty file before the key, so that no key is made whose secret has no place."""
    if path is None:
        return None
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise WrongUse(error) from error
    return path
