"""Bring: a file that comes together with the act that keeps it, and is gone when the act is not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from lienthong.blobs import files, places
from lienthong.blobs.errors import ScanPending
from lienthong.blobs.master_keys import master_keys
from lienthong.blobs.sealing import opened
from lienthong.blobs.services.receive_upload import taken
from lienthong.blobs.services.store_content import sealed
from lienthong.blobs.types import BlobCard, Prepared
from lienthong.kernel.ids import uuid7
from lienthong.kernel.text import safe_file_name


@contextmanager
def brought(
    stream: files.Content, *, name: str, agency_id: UUID, now: datetime, largest: int
) -> Iterator[Prepared]:
    """Take a file into quarantine for as long as the block lasts; `store_prepared` keeps it there.

    Looked at as `receive` does, with the same refusals; nothing is written but the file. It cannot
    wait for a virus scanner that is away: ScanPending.
    """
    name, file_id = safe_file_name(name), uuid7()
    path = places.quarantined(file_id)
    try:
        found = taken(stream, path, name=name, agency_id=agency_id, now=now, largest=largest)
        if not found.is_scanned:
            raise ScanPending(name=name)
        card = BlobCard(found.written.digest, found.written.size, found.media_type)
        yield Prepared(card, path, sealed(found.written, file_id, now=now))
    finally:
        path.unlink(missing_ok=True)


def open_prepared(ready: Prepared) -> BinaryIO:
    """Return prepared content, clear, for reading anywhere in it; the caller closes it."""
    seal = ready.seal
    key = master_keys().unwrap(seal.wrapped, master=seal.master, digest=seal.digest)
    return opened(ready.path.open("rb"), key=key, digest=seal.digest)
