"""A province at work, for a process of its own: sends until it is told to stop."""

import shutil
import sys
from pathlib import Path

from tests.exchange.builders import MONDAY_9AM
from tests.flows.killed import a_submission, offices

from lienthong.blobs import places
from lienthong.blobs import services as blobs
from lienthong.exchange.models import Dispatch
from lienthong.ledger import services as ledger


def send_until(stop: Path) -> None:
    """Send one document after the other, and tell each dispatch once it is admitted."""
    offices()
    while not stop.exists():
        sent = a_submission()()
        ledger.sequence(now=MONDAY_9AM)
        sys.stdout.write(f"{sent.id}\n")
        sys.stdout.flush()


def put_back(whole: str) -> None:
    """Bring a content back that was found elsewhere, as an operator would."""
    copy = places.workshop() / Path(whole).name
    shutil.copy(whole, copy)
    blobs.put_back(copy, copy.name, now=MONDAY_9AM)
    copy.unlink()


def told() -> str:
    """Return the ids of all dispatches, one a line."""
    return "\n".join(str(pk) for pk in Dispatch.objects.order_by("pk").values_list("pk", flat=True))
