"""`lienthong contentkey`: the master keys of the content store."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.blobs import queries, services
from lienthong.kernel import clock
from lienthong.webkit.commands import told_as_errors


class Command(BaseCommand):
    help = "Show, change (rotate, rewrap) or forget the master keys of content. Exits 1 if broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("show", help="print the keys in use and what is wrong with them")
        acts.add_parser("rotate", help="make a new current key; old ones still open their files")
        acts.add_parser("rewrap", help="wrap the keys of all files with the current key, now")
        forget = acts.add_parser("forget", help="destroy an old key that no file needs any more")
        forget.add_argument("key", help="its id, as `show` prints it")

    def handle(self, *, act: str, **options: Any) -> None:
        with told_as_errors():
            is_broken = self._do(act, options)
        if is_broken:
            raise SystemExit(1)

    def _do(self, act: str, options: dict[str, Any]) -> bool:
        if act == "rotate":
            self.stdout.write(services.rotate_master_key())
        elif act == "rewrap":
            self.stdout.write(f"rewrapped\t{services.rewrap_keys()}")
        elif act == "forget":
            services.forget_master_key(options["key"], now=clock.now())
        else:
            return self._show()
        return False

    def _show(self) -> bool:
        for master in queries.masters_in_use():
            self.stdout.write(f"in use\t{master}")
        health = queries.health()
        for problem in health.problems:
            facts = "\t".join(f"{name}={value}" for name, value in problem.facts.items())
            self.stderr.write(f"{problem.code}\t{facts}")
        return health.is_broken
