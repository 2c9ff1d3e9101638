"""Files of JSON lines beside the generations: replaced whole, signed in their last line."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from lienthong.kernel import disk
from lienthong.ledger import services as ledger
from lienthong.ledger.errors import KeyLost, NotVouched

_SIGNED = "signed"


def write(path: Path, lines: Iterable[dict[str, Any]], *, at: datetime) -> int:
    """Put these lines in the place of those of an older file, in one step; return how many.

    The ledger's key signs them; without one the file is as good as an older program's.
    """
    made, count, digest = path.with_name(f"{path.name}.new"), 0, hashlib.sha256()
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for line in lines:
            count += 1
            written = json.dumps(line).encode() + b"\n"
            digest.update(written)
            file.write(written)
        file.write(_last_line(path.name, digest.hexdigest(), at=at))
        file.flush()
        disk.flush(file.fileno())
    made.replace(path)
    disk.flush_folder(path.parent)
    return count


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Walk the lines of a file, signed or not. Raises ValueError for what was not written so."""
    with path.open("rb") as lines:
        for line in lines:
            values = json.loads(line)
            if _SIGNED not in values:
                yield values


def signed_at(path: Path) -> datetime:
    """Return when this installation signed a file as it lies here.

    Raises NotVouched, KeyLost (no key to check with), FileNotFoundError.
    """
    digest, last = hashlib.sha256(), b""
    with path.open("rb") as lines:
        for line in lines:
            digest.update(last)
            last = line
    try:
        signature = json.loads(last)[_SIGNED]
        return ledger.require_vouched(
            json.dumps(signature).encode(), name=path.name, digest=digest.hexdigest()
        )
    except (ValueError, KeyError, TypeError):
        raise NotVouched(file=path.name) from None


def _last_line(name: str, digest: str, *, at: datetime) -> bytes:
    try:
        signature = ledger.vouch(name, digest, at=at)
    except KeyLost:
        return b""
    return json.dumps({_SIGNED: json.loads(signature)}).encode() + b"\n"
