"""Two served installations watch each other; one of them rewrites its past."""

import json

import pytest
from tests.scratch import Scratch
from tests.served import Served

pytestmark = [pytest.mark.django_db, pytest.mark.once]
RECORD = """
from django.db import transaction
from django.utils import timezone
from tests.ledger.builders import a_dispatch, the_clerk
from lienthong.ledger import services
now = timezone.now()
for n in range(3):
    with transaction.atomic():
        services.record(a_dispatch(), actor=the_clerk(), at=now)
services.sequence(now=now)
services.publish_head(now=now)
"""
# Somebody with the database, the folder and the key: another leaf in the place of the second.
REWRITE = """
from pathlib import Path
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from tests.ledger.builders import changed_by_hand
from lienthong.ledger import services
from lienthong.ledger.models import Record, Waiting
from lienthong.ledger.rules.tree.merkle import leaf_hash
(Path(settings.LIENTHONG_HOME) / "keys" / "ledger.head.json").unlink()
victim = Record.objects.order_by("pk")[1]
leaf = bytes(victim.leaf).replace(b"CV", b"QD")
with transaction.atomic():
    changed_by_hand(
        "UPDATE ledger_record SET leaf = %s, leaf_hash = %s WHERE id = %s",
        leaf, leaf_hash(leaf), victim.pk.hex if connection.vendor == "sqlite" else victim.pk,
    )
    for table in ("stampwanted", "publication", "head", "tile", "placement"):
        changed_by_hand(f"DELETE FROM ledger_{table}")
    changed_by_hand("UPDATE ledger_epoch SET size = 0")
    Waiting.objects.bulk_create(
        Waiting(record=one, recorded_at=one.recorded_at) for one in Record.objects.all()
    )
services.sequence(now=timezone.now())
services.publish_head(now=timezone.now())
"""
MONITOR = """
import sys
from django.core.management import call_command
for words in sys.argv[1:]:
    try:
        call_command("monitor", *words.split())
    except SystemExit as ended:
        print(f"EXIT {ended.code}")
"""


class Named(Scratch):
    """An installation with a name of its own."""

    def __init__(self, given: Scratch, name: str) -> None:
        super().__init__(given.home, given.database)
        self.name = name

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "LIENTHONG_INSTALLATION": self.name}


@pytest.fixture(scope="module")
def pair(module_scratch, second_scratch):
    ours, theirs = Named(module_scratch, "dongnai.test"), Named(second_scratch, "hue.test")
    for process in [one.start(RECORD) for one in (ours, theirs)]:
        ours.finish(process)
    servers = [Served(ours), Served(theirs)]
    try:
        yield [server.answers() for server in servers]
    finally:
        for server in servers:
            server.kill()


def test_A7_each_signs_what_it_saw_and_a_rewritten_past_is_told_to_everybody(pair):
    ours, theirs = pair
    addresses = [f"http://127.0.0.1:{one.port}" for one in pair]
    said = ours.scratch.run(MONITOR, f"add {addresses[1]}", "run")
    assert "ĐÚNG\thue.test\t1/3" in said
    said = theirs.scratch.run(MONITOR + REWRITE, f"add {addresses[0]}", "run")
    assert "ĐÚNG\tdongnai.test\t1/3" in said
    # Ours saw theirs; theirs heard so, and shows it to everybody.
    page = theirs.call("GET", "/so-cai/lam-chung/")[1].decode()
    assert "dongnai.test" in page

    # After that look theirs rewrote its past.
    said = ours.scratch.run(MONITOR, "run", "evidence")
    assert "witnesses.contradicted" in said
    assert "EXIT 1" in said
    assert json.loads(said.splitlines()[-1])["format"] == "lienthong-contradiction/1"
    # And ours shows it to everybody, theirs among them.
    told = ours.call("GET", "/api/v1/witnesses/heads?installation=hue.test")[1]
    assert len(json.loads(told)["contradictions"]) == 1
    assert not ours.problems()
    assert not theirs.problems()
