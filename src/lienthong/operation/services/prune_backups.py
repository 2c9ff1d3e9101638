"""Prune: old backups go by rule, and with them the contents that no other one names."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from lienthong.operation.models import Backup
from lienthong.operation.rules import kept
from lienthong.operation.services import pool
from lienthong.operation.services.back_up import CONTENTS, GENERATIONS, LOCK_SECONDS, NAME
from lienthong.operation.services.locking import only_one


def prune_backups(folder: Path, *, rule: str, now: datetime) -> list[str]:
    """Remove the backups below a folder that the rule does not keep; return their names.

    Names vanish first, then contents, so that an interrupted pruning leaves whole backups.
    Raises AlreadyRunning, KeepRuleShape.
    """
    with only_one("backup", seconds=LOCK_SECONDS):
        made = {moment: path for path in _generations(folder) if (moment := _moment(path))}
        doomed = sorted(made.keys() - kept(made, rule=rule))
        for moment in doomed:
            path = made.pop(moment)
            hidden = path.with_name(f".{path.name}")
            path.rename(hidden)
            shutil.rmtree(hidden)
            Backup.objects.filter(folder=str(path)).update(pruned_at=now)
        if doomed:
            pool.remove_unnamed(folder, [path / CONTENTS for path in made.values()])
    return [moment.strftime(NAME) for moment in doomed]


def _generations(folder: Path) -> list[Path]:
    return [path for path in (folder / GENERATIONS).glob("[0-9]*") if path.is_dir()]


def _moment(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
