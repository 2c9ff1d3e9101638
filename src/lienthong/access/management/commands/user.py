"""Open, close and repair accounts from the command line of the installation."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.access import queries, services
from lienthong.access.errors import UnknownAccount
from lienthong.directory import queries as directory
from lienthong.kernel import clock
from lienthong.webkit.commands import WrongUse, told_as_errors


class Command(BaseCommand):
    help = "Open (add), repair (password), close, reopen or show accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help="open the account of a person of the directory")
        add.add_argument("username")
        add.add_argument("--email", required=True, help="official mailbox of the person")
        for act, what in (
            ("password", "set a new password; the account's sessions end"),
            ("close", "let nobody sign in any more"),
            ("reopen", "let a closed account be used again"),
            ("show", "print the account"),
        ):
            acts.add_parser(act, help=what).add_argument("username")

    def handle(self, *, act: str, username: str, **options: Any) -> None:
        with told_as_errors():
            self._do(act, username, options)
            account = queries.account_named(username)
            if account is None:
                raise UnknownAccount(username=username[:80])
        state = "open" if account.is_active else "closed"
        self.stdout.write(f"{account.username}\t{state}\t{account.person_id}")

    def _do(self, act: str, username: str, options: dict[str, Any]) -> None:
        if act == "add":
            person = directory.person_by_email(options["email"])
            if person is None:
                raise WrongUse(f"no person has the mailbox {options['email']}")
            services.open_account(
                person_id=person.id, username=username, password=_password(), now=clock.now()
            )
        elif act == "password":
            services.set_password(username=username, password=_password())
        elif act == "close":
            services.close_account(username=username)
        elif act == "reopen":
            services.reopen_account(username=username)


def _password() -> str:
    """The password from the first line of standard input, or asked for without showing it."""
    if sys.stdin.isatty():
        return getpass.getpass()
    return sys.stdin.readline().rstrip("\n")
