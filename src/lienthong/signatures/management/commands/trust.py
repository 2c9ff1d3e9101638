"""Whom the installation believes, from its own command line: issuers and their lists."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.signatures import queries, services
from lienthong.signatures.management.lines import file_of
from lienthong.signatures.types import AnchorPurpose, IssuerStanding, TakenList
from lienthong.webkit.commands import told_as_errors


class Command(BaseCommand):
    help = "Trust issuers of certificates, end that trust, and bring their revocation lists."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="print whom we trust, and how fresh their lists are")
        add = acts.add_parser("add", help="trust an issuer; asked again, it updates it")
        add.add_argument("certificate", type=Path, metavar="FILE", help="its certificate")
        add.add_argument("--chain", type=Path, metavar="FILE", help="of issuers below it")
        add.add_argument("--name", default="", help="as people know it; else of the certificate")
        day = date.fromisoformat
        add.add_argument("--from", dest="since", type=day, metavar="DAY", help="else today")
        add.add_argument("--until", type=day, metavar="DAY", help="last day; else without end")
        _purpose(add)
        end = acts.add_parser("end", help="trust an issuer up to the end of a day")
        end.add_argument("fingerprint", help="of its certificate, or how it begins")
        end.add_argument("--until", type=day, metavar="DAY", help="last day; else today")
        _purpose(end)
        lists = acts.add_parser("lists", help="bring revocation lists, PEM or DER")
        lists.add_argument("files", type=Path, nargs="+", metavar="FILE")

    def handle(self, *, act: str, **options: Any) -> None:
        with told_as_errors():
            getattr(self, f"_{act}")(options)

    def _list(self, _options: dict[str, Any]) -> None:
        for one in queries.issuers_standing():
            self.stdout.write(_line(one))

    def _add(self, options: dict[str, Any]) -> None:
        now = clock.now()
        services.trust_issuer(
            certificate=file_of(options["certificate"]),
            chain=file_of(options["chain"]),
            name=options["name"],
            trusted_from_on=options["since"] or clock.local_day(now),
            trusted_until_on=options["until"],
            purpose=AnchorPurpose(options["purpose"]),
            actor=Actor.installation(),
            now=now,
        )
        self._list({})

    def _end(self, options: dict[str, Any]) -> None:
        now = clock.now()
        services.end_trust(
            fingerprint_of=options["fingerprint"],
            purpose=AnchorPurpose(options["purpose"]),
            until_on=options["until"] or clock.local_day(now),
            actor=Actor.installation(),
            now=now,
        )
        self._list({})

    def _lists(self, options: dict[str, Any]) -> None:
        """File by file: what one of them refuses does not undo those before it."""
        for path in options["files"]:
            taken = services.take_revocation_lists(
                data=file_of(path), actor=Actor.installation(), now=clock.now()
            )
            for one in taken:
                self.stdout.write(_list_line(one))


def _purpose(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--purpose",
        choices=[str(each) for each in AnchorPurpose],
        default=str(AnchorPurpose.SIGNING),
        help="what its certificates are for (default: signing)",
    )


def _line(one: IssuerStanding) -> str:
    until = one.trusted_until_on.isoformat() if one.trusted_until_on else "-"
    lists = one.lists_until.isoformat(timespec="seconds") if one.lists_until else "-"
    since = one.trusted_from_on.isoformat()
    return "\t".join((one.fingerprint[:16], one.purpose, since, until, lists, one.name))


def _list_line(one: TakenList) -> str:
    next_at = one.next_at.isoformat(timespec="seconds") if one.next_at else "-"
    made_at = one.made_at.isoformat(timespec="seconds")
    return "\t".join(
        ("new" if one.is_new else "known", made_at, next_at, str(one.revoked), one.issuer)
    )
