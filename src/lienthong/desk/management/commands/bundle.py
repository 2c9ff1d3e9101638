"""`lienthong bundle`: the proofs of a record in one file, without its document."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from lienthong.desk.bundles import bundle_without_content
from lienthong.desk.proofs import bare_proof
from lienthong.kernel import clock
from lienthong.webkit.commands import told_as_errors, unusable


class Command(BaseCommand):
    help = (
        "Write the bundle of a record: receipt, proofs and heads, with the document's digest and "
        "no content, for `lienthong verify`. Exits 2 when the record is unknown."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("record", type=UUID, help="id of the record")
        parser.add_argument("--item", type=UUID, help="delivery: one recipient's part")
        parser.add_argument("--out", type=Path, required=True, help="file to write; must be new")

    def handle(self, *, record: UUID, item: UUID | None, out: Path, **options: Any) -> None:
        now = clock.now()
        with told_as_errors():
            made = bundle_without_content([bare_proof(record, item, now=now)], now=now)
        try:
            with out.open("xb") as file:
                file.writelines(made.pieces)
                os.fsync(file.fileno())
        except OSError as error:
            raise unusable(out, error) from error
        self.stdout.write(f"{out}\t{made.size}")
