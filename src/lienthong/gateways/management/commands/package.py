"""edXML packages as files: take one in, or give one out."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from lienthong.gateways import services
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.webkit.commands import WrongUse, told_as_errors


class Command(BaseCommand):
    help = "Take in an edXML package, or write a document or a status as one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        take = acts.add_parser("take", help="take in a package; the same again changes nothing")
        take.add_argument("file", type=Path)
        make = acts.add_parser("make", help="write a document that was sent to standard output")
        make.add_argument("version", type=UUID)
        make.add_argument("--dispatch", type=UUID, help="which sending; the last one without it")
        status = acts.add_parser("status", help="write a status report to standard output")
        status.add_argument("report", type=UUID)

    def handle(self, *, act: str, **options: Any) -> None:
        try:
            with told_as_errors():
                if act == "take":
                    self._take(options["file"])
                elif act == "make":
                    services.make_package(
                        options["version"], sys.stdout.buffer, dispatch_id=options["dispatch"]
                    )
                else:
                    services.make_status(options["report"], sys.stdout.buffer)
        except BrokenPipeError:
            raise  # who reads the package has seen enough; the command's end knows it
        except OSError as error:
            raise WrongUse(error) from error

    def _take(self, file: Path) -> None:
        taken = services.take_in_package(file, actor=Actor.installation(), now=clock.now())
        facts = {
            "version": taken.version_id,
            "dispatch": taken.dispatch_id,
            "report": taken.report_id,
            "legal-value": taken.legal.value if taken.legal else None,
        }
        lines = [f"{taken.outcome}\t{taken.kind}\t{taken.package_id}"]
        lines += [f"{name}\t{value}" for name, value in facts.items() if value is not None]
        lines += [f"delivery\t{one}" for one in taken.delivery_ids]
        self.stdout.write("\n".join(lines))
        for one in taken.warnings:
            self.stderr.write(f"{one.code}: {one.sentence % one.facts}")
