"""`lienthong lab`: try a system before it joins, and judge the reports of others; needs nothing."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.lab.management import running, serving
from lienthong.lab.rules.book_of import book
from lienthong.lab.rules.report import judge, read_report
from lienthong.lab.types import Direction, Terms
from lienthong.webkit.commands import WrongUse, told_as_errors

NOT_READY = 1


class Command(BaseCommand):
    help = (
        "Play the book of scenarios with a system that speaks VXP and write a report. "
        "Exits 1 when something that must pass did not."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        run = acts.add_parser("run", help="the system is a server, at an address")
        _about_server(run)
        _about_report(run, patience=30.0)
        serve = acts.add_parser("serve", help="the system is a program that calls a server")
        _about_client(serve)
        _about_report(serve, patience=300.0)
        check = acts.add_parser("check", help="judge a report: whole, unchanged, ready")
        check.add_argument("report", type=Path)
        listed = acts.add_parser("book", help="the scenarios, as JSON lines")
        listed.add_argument("--direction", choices=list(Direction), default=Direction.SERVER)

    def handle(self, *, act: str, **options: Any) -> None:
        given = Namespace(**options)
        try:
            with told_as_errors():
                is_ready = self._done(act, given)
        except (OSError, ValueError) as wrong:
            raise WrongUse(wrong) from wrong
        if not is_ready:
            raise SystemExit(NOT_READY)

    def _done(self, act: str, given: Namespace) -> bool:
        if act == "run":
            return running.run(given, self.stdout.write)
        if act == "serve":
            return serving.serve(given, self.stdout.write)
        if act == "check":
            return self._checked(given.report)
        for one in book(Direction(given.direction)):
            told = {"id": one.id, "severity": one.severity, "vi": one.title.vi, "en": one.title.en}
            self.stdout.write(json.dumps({**told, "source": one.source}, ensure_ascii=False))
        return True

    def _checked(self, file: Path) -> bool:
        report = read_report(file.read_bytes())
        verdict = judge(report)
        told = {
            "system": verdict.system,
            "direction": report["direction"],
            "ready": verdict.is_ready,
            "passed": verdict.passed,
            "of": verdict.total,
            "lacking": list(verdict.lacking),
            "reduced": verdict.reduced,
            "other-book": verdict.other_book,
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False))
        return verdict.is_ready


def _about_server(run: ArgumentParser) -> None:
    run.add_argument("--address", required=True, help="base address, such as https://host/vxp")
    run.add_argument("--system", required=True, help="systemid of the sending agency")
    run.add_argument("--secret-file", type=Path, required=True)
    run.add_argument("--agency", required=True, metavar="CODE", help="of the sending agency")
    run.add_argument(
        "--peer",
        action="append",
        default=[],
        metavar="CODE,SYSTEM,SECRET_FILE",
        help="an agency that receives; two or more play the whole book",
    )
    run.add_argument("--authority", type=Path, help="certificates (PEM) to trust besides the usual")
    run.add_argument(
        "--settle", type=float, default=0.0, help="seconds until what must not come has not come"
    )
    run.add_argument("--yes-this-is-a-test-system", action="store_true", dest="is_test_system")


def _about_client(serve: ArgumentParser) -> None:
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8089)
    serve.add_argument("--system", default="phan-mem.thu", help="systemid of the program")
    serve.add_argument("--secret-file", type=Path, help="default: one is made and shown")
    serve.add_argument("--agency", default="H19.1", metavar="CODE", help="of the program")


def _about_report(one: ArgumentParser, *, patience: float) -> None:
    one.add_argument("--name", required=True, help="of the tested system, for the report")
    one.add_argument("--release", default="", help="version of the tested system")
    one.add_argument("--owner", default="", help="who answers for it")
    one.add_argument("--into", type=Path, default=Path(), help="folder of the report")
    one.add_argument("--scenarios", default="", metavar="ID,ID", help="default: all")
    one.add_argument(
        "--patience", type=float, default=patience, help="seconds until what must come is missing"
    )
    one.add_argument("--long", action="store_true", help="also what takes many minutes")
    one.add_argument("--large-bytes", type=int, default=Terms().large_bytes, help=_LARGE)


_LARGE = "size of the large package; a report with a smaller one does not count"
