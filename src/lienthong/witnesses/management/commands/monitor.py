"""`lienthong monitor …`: watching the ledgers of other installations by their public pages."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext

from lienthong.kernel import clock
from lienthong.kernel.text import clean_line
from lienthong.ledger.rules.given.witnessing import contradiction_json
from lienthong.ledger.services.publish import anchors_of_installation
from lienthong.webkit.commands import told_as_errors, unusable
from lienthong.witnesses import queries, services
from lienthong.witnesses.types import Trouble, WatchedCard

AWAY = 3


class Command(BaseCommand):
    help = (
        "Watch the ledgers of other installations. `run` and `report` exit 1 when something is "
        "wrong, 3 when somebody only did not answer."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        add = acts.add_parser("add", help="begin to watch an installation")
        add.add_argument("address", help="https://lienthong.tinh.gov.vn")
        add.add_argument("--key", type=Path, help="its public key (PEM), from a way you trust")
        run = acts.add_parser("run", help="look now, at all or at some")
        run.add_argument("installation", nargs="*")
        acts.add_parser("report", help="say what was seen at the last look")
        evidence = acts.add_parser("evidence", help="print heads that contradict each other")
        evidence.add_argument("installation", nargs="?", default="")
        end = acts.add_parser("end", help="watch no more")
        end.add_argument("installation")

    def handle(self, *, act: str, **options: Any) -> None:
        with told_as_errors():
            getattr(self, f"_{act}")(**options)

    def _add(self, *, address: str, key: Path | None, **_options: Any) -> None:
        try:
            pem = None if key is None else key.read_bytes()
        except OSError as error:
            raise unusable(key, error) from error
        site = services.site_at(address)
        made = services.watch(address, site=site, public_key_pem=pem, now=clock.now())
        self.stdout.write(f"{made.installation}\t{made.key_id}")
        if pem is None:
            self.stderr.write(
                "Khóa lấy từ chính nơi đó: đối chiếu mã khóa trên bằng đường khác (điện thoại)."
            )

    def _run(self, *, installation: list[str], **_options: Any) -> None:
        wanted, anchors = set(queries.watched_ids(installation)), anchors_of_installation()
        for card in queries.watched():
            if card.id in wanted:
                site = services.site_at(card.address)
                services.look_at(card.id, site=site, anchors=anchors, now=clock.now())
        self._say(card for card in queries.watched() if card.id in wanted)

    def _report(self, **_options: Any) -> None:
        self._say(queries.watched())

    def _evidence(self, *, installation: str, **_options: Any) -> None:
        for one in queries.all_contradictions(installation):
            self.stdout.write(json.dumps(contradiction_json(one.first, one.second)))

    def _end(self, *, installation: str, **_options: Any) -> None:
        services.end_watch(installation, now=clock.now())
        self.stdout.write(f"{installation}\tthôi theo dõi")

    def _say(self, cards: Iterable[WatchedCard]) -> None:
        found: set[Trouble] = set()
        for card in cards:
            found.update(card.troubles)
            place = f"{card.epoch}/{card.size}" if card.size else "-"
            if not card.troubles:
                self.stdout.write(f"ĐÚNG\t{card.installation}\t{place}")
            for one in card.troubles:
                detail = clean_line(f"{gettext(one.sentence)} {card.failure}")
                self.stdout.write(f"SAI\t{card.installation}\t{place}\t{one}\t{detail}")
        if found:
            raise SystemExit(AWAY if found == {Trouble.AWAY} else 1)
