"""Bring the province's calendar up to date, once a year and when make-up days are announced."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.directory import services
from lienthong.webkit.commands import told_as_errors


class Command(BaseCommand):
    help = "Enter the known holidays and make-up days of years; days set by people stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="+", type=int, help="years, such as 2026 2027")

    def handle(self, *, years: list[int], **options: Any) -> None:
        with told_as_errors():
            count = services.load_holidays(years)
        self.stdout.write(f"{count}\tdays")
