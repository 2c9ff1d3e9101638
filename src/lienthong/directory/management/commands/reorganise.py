"""Try a plan of reorganisation out, or decide it."""

from argparse import ArgumentParser
from json import JSONDecodeError, loads
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.directory import queries, services
from lienthong.directory.rules.reorganisation import ReorganisationPlan
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.webkit.commands import WrongUse, told_as_errors


class Command(BaseCommand):
    help = (
        "Show what a plan (JSON) would move; with --apply, decide it: at once when its day has "
        "come, else on its day. The same file again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", type=Path, help="the plan, as docs/howto/reorganise.md shows")
        parser.add_argument("--apply", action="store_true", help="decide it")

    def handle(self, *, plan: Path, apply: bool, **options: Any) -> None:
        try:
            with told_as_errors():
                decided = ReorganisationPlan.read(loads(plan.read_text(encoding="utf-8")))
                if apply:
                    self._decide(decided)
                else:
                    self._try_out(decided)
        except (OSError, JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise WrongUse(f"{plan}: {error}") from error

    def _decide(self, plan: ReorganisationPlan) -> None:
        """The plan's own digest is the key: deciding the same file twice is deciding it once."""
        found = services.decide(
            plan=plan,
            key=f"command:{plan.digest()}",
            actor=Actor.installation(),
            now=clock.now(),
        )
        card = queries.reorganisation(found)
        self.stdout.write(f"{card.id}\t{card.state}\t{card.happens_on}")

    def _try_out(self, plan: ReorganisationPlan) -> None:
        trial = services.try_out(plan=plan, actor=Actor.installation(), now=clock.now())
        for (what, _start, end), count in sorted(trial.counts.items(), key=str):
            self.stdout.write(f"{what}\t{count}\t{end or 'ends'}")
        for one in trial.moved:
            self.stdout.write(f"  {one.what}\t{one.id}\t{one.label}")
