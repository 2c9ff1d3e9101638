"""Bring the province's calendar up to date, once a year and when make-up days are announced."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.directory import services
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.webkit.commands import WrongUse, told_as_errors


class Command(BaseCommand):
    help = (
        "Enter the known holidays and make-up days of years, or say of one day by decision whether "
        "it is worked on; days set so stay when years are entered again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="*", type=int, help="years, such as 2026 2027")
        day = date.fromisoformat
        parser.add_argument("--off", type=day, metavar="DAY", help="nobody works on this day")
        parser.add_argument("--working", type=day, metavar="DAY", help="this is a working day")
        parser.add_argument("--name", default="", help="of that day, as people read it")
        parser.add_argument("--source", default="", help="the decision that says so")

    def handle(self, *, years: list[int], **options: Any) -> None:
        with told_as_errors():
            if years:
                self.stdout.write(f"{services.load_holidays(years)}\tdays")
            for is_working, day in ((False, options["off"]), (True, options["working"])):
                if day is not None:
                    self._set(day, is_working=is_working, options=options)
        if not years and not options["off"] and not options["working"]:
            raise WrongUse("name years, or a day with --off or --working")

    def _set(self, day: date, *, is_working: bool, options: dict[str, Any]) -> None:
        name, source = options["name"], options["source"]
        services.decide_day(
            day=day,
            is_working=is_working,
            name=name,
            source=source,
            actor=Actor.installation(),
            now=clock.now(),
        )
        self.stdout.write(f"{day}\t{'working' if is_working else 'off'}")
