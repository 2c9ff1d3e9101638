"""`lienthong check`: what is wrong with the installation, and what to do next."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.checks import ERROR, run_checks
from django.core.management.base import BaseCommand
from django.utils.translation import gettext

from lienthong.kernel import clock
from lienthong.operation import queries
from lienthong.operation.types import Finding, Severity
from lienthong.webkit.wording import fill


class Command(BaseCommand):
    help = (
        "Look at the whole installation: settings, machine, database, work, backups, trust, time. "
        "Exits 1 when something must be mended; warnings alone end with 0."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument("--offline", action="store_true", help="ask no authority of time")

    def handle(self, *, json: bool, offline: bool, **options: Any) -> None:
        found = [*_program(), *queries.findings(now=clock.now(), asks_outside=not offline)]
        for one in found:
            self.stdout.write(_as_json(one) if json else _as_text(one))
        if any(one.severity == Severity.ERROR for one in found):
            raise SystemExit(1)


def _program() -> list[Finding]:
    """What Django finds wrong with the program itself."""
    wrong = [one for one in run_checks() if one.level >= ERROR]
    return [Finding(f"django.{one.id}", Severity.ERROR, str(one.msg)) for one in wrong]


def _as_text(one: Finding) -> str:
    parts = [f"{one.severity}\t{one.code}\t{fill(one.sentence, one.facts)}"]
    if one.next_step:
        parts.append(f"\t\t→ {gettext(one.next_step)}")
    return "\n".join(parts)


def _as_json(one: Finding) -> str:
    values = {
        "code": one.code,
        "severity": str(one.severity),
        "sentence": fill(one.sentence, one.facts),
        "next_step": gettext(one.next_step) if one.next_step else "",
        "facts": one.facts,
    }
    return json.dumps(values, ensure_ascii=False, default=str)
