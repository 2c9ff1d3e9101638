"""Taking turns: of two who change many agencies at once, the second sees what the first did."""

from django.db import transaction

from lienthong.directory.models import DirectoryHold

_NAME = "directory"


def take_turn() -> None:
    """Hold the directory against other imports and reorganisations until the commit."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a turn is taken in the transaction of its act")
    DirectoryHold.objects.get_or_create(name=_NAME)
    DirectoryHold.objects.select_for_update().get(name=_NAME)
