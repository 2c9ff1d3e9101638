"""Certificates and marks of agencies and their people, from the command line."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from lienthong.directory import queries as directory
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.signatures import queries, services
from lienthong.signatures.management.lines import file_of
from lienthong.signatures.types import CertificateSummary, Holder, Mark, MediaType
from lienthong.webkit.commands import WrongUse, told_as_errors


class Command(BaseCommand):
    help = (
        "Enter, end or list certificates, and introduce images of signatures and seals. One line a "
        "certificate: id, whose, first and last moment, revoked at, subject. Exits 2 when refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        _holder(acts.add_parser("list", help="certificates of an agency, or of somebody in it"))
        add = acts.add_parser("add", help="enter a certificate; never its private key")
        add.add_argument("file", type=Path, metavar="FILE", help="PEM or DER")
        add.add_argument("--chain", type=Path, metavar="FILE", help="of the issuers above it")
        add.add_argument("--key-reference", default="", help="where the local signer finds its key")
        _holder(add)
        end = acts.add_parser("end", help="let a certificate count no more from now on")
        end.add_argument("certificate", type=UUID, help="its id")
        end.add_argument("--reason", required=True)
        _holder(end)
        mark = acts.add_parser("mark", help="introduce the image of a signature or seal")
        mark.add_argument("file", type=Path, metavar="FILE", help="transparent PNG, or SVG")
        mark.add_argument("--from", dest="since", type=date.fromisoformat, help="else today")
        _holder(mark)

    def handle(self, *, act: str, **options: Any) -> None:
        with told_as_errors():
            holder = _found(options["agency"], options["email"])
            getattr(self, f"_{act}")(holder, options)
            for one in queries.certificates_of([holder.id]):
                self.stdout.write(_line(one))

    def _list(self, _holder: Holder, _options: dict[str, Any]) -> None:
        """What follows prints them."""

    def _add(self, holder: Holder, options: dict[str, Any]) -> None:
        services.enter_certificate(
            holder=holder,
            certificate=file_of(options["file"]),
            chain=file_of(options["chain"]),
            key_reference=options["key_reference"],
            actor=Actor.installation(),
            now=clock.now(),
        )

    def _end(self, holder: Holder, options: dict[str, Any]) -> None:
        services.end_certificate(
            certificate_id=options["certificate"],
            agency_id=holder.agency_id,
            reason=options["reason"],
            actor=Actor.installation(),
            now=clock.now(),
        )

    def _mark(self, holder: Holder, options: dict[str, Any]) -> None:
        now, path = clock.now(), options["file"]
        services.introduce_mark(
            holder=holder,
            mark=Mark(file_of(path), MediaType.of_name(path.name)),
            valid_from_on=options["since"] or clock.local_day(now),
            actor=Actor.installation(),
            now=now,
        )


def _holder(parser: ArgumentParser) -> None:
    parser.add_argument("--agency", required=True, metavar="CODE")
    parser.add_argument("--email", default="", help="official mailbox of the person; else its seal")


def _found(code: str, email: str) -> Holder:
    agency = directory.agency_by_code(code)
    if agency is None:
        raise WrongUse(f"no agency has the code {code}")
    person = directory.person_by_email(email) if email else None
    if email and person is None:
        raise WrongUse(f"no person has the mailbox {email}")
    return Holder(agency.id, person.id if person else None)


def _line(one: CertificateSummary) -> str:
    moments = (one.valid_from, one.valid_until, one.revoked_at)
    shown = [at.isoformat(timespec="seconds") if at else "-" for at in moments]
    return "\t".join((str(one.id), one.holder_kind, *shown, one.subject))
