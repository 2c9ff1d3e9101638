"""What backups are: their manifest, and which of them are kept."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from lienthong.kernel.clock import local_day
from lienthong.operation.errors import KeepRuleShape

FORMAT = 1
# As LIENTHONG_BACKUP_KEEP is written, too.
_RULE = re.compile(r"\d{1,3}d(,\d{1,3}w)?(,\d{1,3}m)?", re.ASCII)
_PART = re.compile(r"(\d{1,3})([dwm])", re.ASCII)


class ManifestWrong(Exception):
    """The text is no manifest that this program can read."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a backup: path below its folder, SHA-256 in hexadecimal, size in bytes."""

    path: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup consists of, and from what it was made.

    steps: the migrations that the tables had. contents, content_bytes: of what the backup names;
    missing: contents whose file was not there; damaged: those whose bytes are others, in the
    installation and in the backup. head: the newest published head of the ledger as
    its JSON form, by which a restore sees whether something was lost after it.
    """

    program: str
    installation: str
    database: str
    started_at: str
    steps: tuple[str, ...]
    parts: tuple[Part, ...]
    contents: int
    content_bytes: int
    missing: tuple[str, ...] = ()
    head: dict[str, Any] | None = None
    damaged: tuple[str, ...] = ()
    format: int = field(default=FORMAT)

    def written(self) -> bytes:
        """Return the manifest as the bytes of its file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode() + b"\n"


def read_manifest(content: bytes) -> Manifest:
    """Return a manifest from the bytes of its file. Raises ManifestWrong."""
    try:
        values = json.loads(content)
        if values["format"] != FORMAT:
            raise ManifestWrong(f"format {values['format']}")
        parts = tuple(Part(**part) for part in values.pop("parts"))
        values |= {name: tuple(values.get(name, ())) for name in ("missing", "damaged")}
        values["steps"] = tuple(values["steps"])
        return Manifest(parts=parts, **values)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestWrong(type(error).__name__) from error


def kept(made: Iterable[datetime], *, rule: str) -> set[datetime]:
    """Return which backups are kept: the last one of so many days, weeks (ISO) and months.

    rule: such as "7d,5w,12m"; days are those of the province, and only those that have a backup
    count. The newest is always kept. Raises KeepRuleShape: what is misread would delete too much.
    """
    require_rule(rule)
    newest_first = sorted(made, reverse=True)
    found = set(newest_first[:1])
    for count, unit in _PART.findall(rule):
        seen: dict[object, datetime] = {}
        for moment in newest_first:
            seen.setdefault(_PERIODS[unit](moment), moment)
        found |= set(list(seen.values())[: int(count)])
    return found


def require_rule(rule: str) -> None:
    """Return for a rule of how many backups are kept. Raises KeepRuleShape for anything else."""
    if not _RULE.fullmatch(rule):
        raise KeepRuleShape(rule=rule[:40])


_PERIODS: dict[str, Callable[[datetime], object]] = {
    "d": local_day,
    "w": lambda moment: local_day(moment).isocalendar()[:2],
    "m": lambda moment: (local_day(moment).year, local_day(moment).month),
}
