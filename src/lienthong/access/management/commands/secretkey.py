"""`lienthong secretkey`: the key of sessions and second factors, when it is not that of before."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.access import queries, services
from lienthong.kernel import clock
from lienthong.webkit.commands import told_as_errors


class Command(BaseCommand):
    help = (
        "Show whether the secret key is that of before (exits 1 if not), or accept another one: "
        "authenticator apps and recovery codes that only the lost key opens are taken off."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("show", help="since when the known key is in use; is it the present one")
        acts.add_parser("accept", help="the old key is lost for good: go on with the present one")

    def handle(self, *, act: str, **options: Any) -> None:
        with told_as_errors():
            if act == "accept":
                lost = services.accept_secret_key(now=clock.now())
                self.stdout.write(f"factors-taken-off\t{lost}")
                return
            since, is_another = queries.secret_key_since(), queries.is_secret_key_another()
        self.stdout.write(f"known-since\t{since.isoformat() if since else '-'}")
        if is_another:
            self.stderr.write("operation.secret-key-changed")
            raise SystemExit(1)
