"""Try a plan of reorganisation out, propose it, or answer one."""

from argparse import ArgumentParser
from json import JSONDecodeError, loads
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from lienthong.directory import queries, services
from lienthong.directory.rules.reorganisation import ReorganisationPlan
from lienthong.directory.services.reorganise import Trial
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.webkit.commands import WrongUse, told_as_errors, unusable


class Command(BaseCommand):
    help = (
        "Show what a plan (JSON) would move; with --propose, put it before a second person, who "
        "agrees on a page. With --agree or --decline, answer what somebody proposed on a page. "
        "The same again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "plan", type=Path, nargs="?", help="the plan, as docs/howto/reorganise.md shows"
        )
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--propose", action="store_true", help="put it before a second person")
        what.add_argument("--agree", type=UUID, metavar="ID", help="agree to a proposed plan")
        what.add_argument("--decline", type=UUID, metavar="ID", help="turn a proposed plan down")
        parser.add_argument("--reason", default="", help="why it is turned down")

    def handle(
        self,
        *,
        plan: Path | None,
        propose: bool,
        agree: UUID | None,
        decline: UUID | None,
        reason: str,
        **options: Any,
    ) -> None:
        if (plan is None) == (agree is None and decline is None):
            raise WrongUse("give a plan, or --agree ID, or --decline ID")
        facts: dict[str, Any] = {"actor": Actor.installation(), "now": clock.now()}
        with told_as_errors():
            if agree is not None:
                services.agree(reorganisation_id=agree, **facts)
                self._say(agree)
            elif decline is not None:
                services.decline(reorganisation_id=decline, reason=reason, **facts)
                self._say(decline)
            elif plan is not None:
                self._of_file(plan, is_meant=propose, facts=facts)

    def _of_file(self, path: Path, *, is_meant: bool, facts: dict[str, Any]) -> None:
        try:
            plan = ReorganisationPlan.read(loads(path.read_text(encoding="utf-8")))
        except (OSError, JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise unusable(path, error) from error
        if is_meant:
            # The plan's own digest is the key: the same file twice is proposed once.
            self._say(services.propose(plan=plan, key=f"command:{plan.digest()}", **facts))
        else:
            self._show(services.try_out(plan=plan, **facts))

    def _say(self, reorganisation_id: UUID) -> None:
        card = queries.reorganisation(reorganisation_id)
        self.stdout.write(f"{card.id}\t{card.state}\t{card.happens_on}")

    def _show(self, trial: Trial) -> None:
        for (what, _start, end), count in sorted(trial.counts.items(), key=str):
            self.stdout.write(f"{what}\t{count}\t{end or 'ends'}")
        for one in trial.moved:
            self.stdout.write(f"  {one.what}\t{one.id}\t{one.label}")
        self.stderr.write("tried out, nothing changed; --propose puts it before a second person")
