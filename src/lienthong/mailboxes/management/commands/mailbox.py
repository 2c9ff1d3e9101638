"""Add and look after official mailboxes from the command line of the installation."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.directory import queries as directory
from lienthong.directory.errors import UnknownAgency
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.mailboxes import queries, services
from lienthong.mailboxes.types import MailboxCard, NewMailbox, Trouble
from lienthong.webkit.commands import told_as_errors, unusable

_TURNS = {
    "on": services.use_mailbox,
    "off": services.rest_mailbox,
    "end": services.end_mailbox,
    "hurry": services.hurry_mailbox,
}


class Command(BaseCommand):
    help = "Add, list, try, rest or end official mailboxes whose letters are read here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help="read a mailbox from now on")
        add.add_argument("address", help="as in vanthu@example.gov.vn")
        add.add_argument("--agency", required=True, help="code of the agency")
        add.add_argument("--host", required=True, help="IMAP server")
        add.add_argument("--port", type=int, default=993)
        add.add_argument("--login", help="its name there; the address when left out")
        add.add_argument("--password-file", type=Path, required=True, help="holds the password")
        add.add_argument("--folder", default="INBOX")
        add.add_argument("--since", type=date.fromisoformat, help="YYYY-MM-DD; today if left out")
        named = "private networks of the server, in CIDR"
        add.add_argument("--network", action="append", default=[], help=named)
        add.add_argument("--authority", type=Path, help="PEM of who vouches for the server")
        told = "its name in Authentication-Results; nobody is proven without it"
        add.add_argument("--authserv", default="", help=told)
        add.add_argument("--largest-mb", type=int, default=35)
        add.add_argument("--no-tls", action="store_true", help="only in a private network")
        acts.add_parser("list", help="print all mailboxes")
        for act in ("try", *_TURNS):
            acts.add_parser(act).add_argument("address")
        acts.add_parser("pull", help="read all mailboxes that are due, now")

    def handle(self, *, act: str, **options: Any) -> None:
        with told_as_errors():
            if act == "pull":
                self.stdout.write(str(services.take_turns(clock=clock.now)))
            elif act == "list":
                for card in queries.mailboxes():
                    self._line(card)
            elif act == "add":
                self._line(_added(options))
            elif act == "try":
                self._try(queries.mailbox_named(options["address"]))
            else:
                card = queries.mailbox_named(options["address"])
                self._line(_TURNS[act](card.id, actor=Actor.installation(), now=clock.now()))

    def _line(self, card: MailboxCard) -> None:
        last = card.succeeded_at.isoformat(timespec="seconds") if card.succeeded_at else "-"
        self.stdout.write(
            f"{card.address}\t{card.state}\t{card.host}:{card.port}\t{last}\t"
            f"waiting={card.waiting}\t{card.trouble or '-'}"
        )

    def _try(self, card: MailboxCard) -> None:
        tried = services.try_mailbox(card.id, actor=Actor.installation())
        self.stdout.write(f"{tried.trouble or 'ok'}\tletters={tried.letters}\t{tried.said}")
        if tried.trouble != Trouble.NONE:
            raise SystemExit(1)


def _added(options: dict[str, Any]) -> MailboxCard:
    agency = directory.agency_by_code(options["agency"])
    if agency is None:
        raise UnknownAgency(agency=options["agency"])
    now = clock.now()
    new = NewMailbox(
        agency_id=agency.id,
        address=options["address"],
        host=options["host"],
        port=options["port"],
        is_secure=not options["no_tls"],
        login=options["login"] or options["address"],
        password=_read(options["password_file"]).strip("\r\n"),
        folder=options["folder"],
        begins_on=options["since"] or clock.local_day(now),
        networks=tuple(options["network"]),
        authority=_read(options["authority"]),
        authserv=options["authserv"],
        largest_mb=options["largest_mb"],
    )
    return services.add_mailbox(new, actor=Actor.installation(), now=now)


def _read(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text()
    except (OSError, UnicodeError) as error:
        raise unusable(path, error) from error
