"""What operators' programs do: back up, restore, prune, upgrade, clear."""

from lienthong.operation.services.back_up import BackupMade, back_up
from lienthong.operation.services.clear_expired import clear_expired_values
from lienthong.operation.services.clear_unfinished import clear_unfinished_keys
from lienthong.operation.services.first_tables import make_first_tables
from lienthong.operation.services.locking import only_one
from lienthong.operation.services.prune_backups import prune_backups
from lienthong.operation.services.refresh_statistics import refresh_statistics
from lienthong.operation.services.restore import Restored, restore
from lienthong.operation.services.upgrade import require_forwards

__all__ = [
    "BackupMade",
    "Restored",
    "back_up",
    "clear_expired_values",
    "clear_unfinished_keys",
    "make_first_tables",
    "only_one",
    "prune_backups",
    "refresh_statistics",
    "require_forwards",
    "restore",
]
