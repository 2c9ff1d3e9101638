"""Take the directory out, in the shape in which it is brought in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.directory import services
from lienthong.webkit.commands import unusable


class Command(BaseCommand):
    help = "Write agencies, units, people and posts to a workbook; --template writes the form."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the workbook to write (.xlsx)")
        parser.add_argument("--template", action="store_true", help="the empty form instead")

    def handle(self, *, file: Path, template: bool, **options: Any) -> None:
        write = services.write_template if template else services.write_directory
        try:
            with file.open("wb") as target:
                write(target)
        except OSError as error:
            raise unusable(file, error) from error
        self.stdout.write(f"{file.stat().st_size}\tbytes")
