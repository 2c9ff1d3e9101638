"""A file that comes in parts: how far it has come is what lies on disk, whatever died meanwhile."""

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from lienthong.access import services as access
from lienthong.apikit.errors import DigestDiffers
from lienthong.blobs import queries as blob_queries
from lienthong.blobs import services as blobs
from lienthong.blobs.errors import FileTooLarge
from lienthong.blobs.piecewise import Piecewise
from lienthong.blobs.types import UploadCard
from lienthong.gateways import places, queries, rules
from lienthong.gateways.errors import (
    LengthInvalid,
    OffsetDiffers,
    PartBusy,
    PartNotFound,
    TooManyUploads,
    WholeDigestDiffers,
)
from lienthong.gateways.models import UploadPart
from lienthong.gateways.types import PartCard
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.text import safe_file_name

KEPT = timedelta(days=1)
_BATCH = 500


def require_room(actor: Actor, *, size: int) -> None:
    """Let a system bring `size` more bytes, if it has not left too much waiting already.

    Two statements. Raises TooManyUploads.
    """
    count, waiting = blob_queries.waiting_of(actor.reference)
    open_count, open_bytes = queries.open_parts_of(actor.reference)
    if (
        count + open_count >= rules.MOST_UPLOADS
        or waiting + open_bytes + size > rules.MOST_UPLOAD_BYTES
    ):
        raise TooManyUploads(
            most=rules.MOST_UPLOADS, megabytes=rules.MOST_UPLOAD_BYTES // 1024**2, retry_after=60
        )


def receive_file(
    pieces: Iterable[bytes], *, size: int, name: str, largest: int, actor: Actor, now: datetime
) -> UploadCard:
    """Take a whole file of a system into quarantine, in constant memory.

    size: as announced, in bytes. What `pieces` raises leaves nothing behind. Raises NotAllowed,
    TooManyUploads, and of blobs EmptyFile, FileTooLarge, FileMislabelled.
    """
    access.require(actor, "exchange.dispatch", agency_id=actor.own_agency)
    require_room(actor, size=size)
    return blobs.receive(
        pieces, name=name, agency_id=actor.own_agency, actor=actor, now=now, largest=largest
    )


def open_part(
    *, name: str, length: int, digest: str, largest: int, actor: Actor, now: datetime
) -> PartCard:
    """Begin a file that comes in parts.

    length: of the whole file, in bytes; digest: its SHA-256, which decides when all has come.
    Raises NotAllowed, LengthInvalid, FileTooLarge, TooManyUploads.
    """
    access.require(actor, "exchange.dispatch", agency_id=actor.own_agency)
    if length < 1:
        raise LengthInvalid
    if length > largest:
        raise FileTooLarge(name=safe_file_name(name), largest_mb=largest // 1024**2)
    require_room(actor, size=length)
    row = UploadPart(
        id=uuid7(),
        agency_id=actor.own_agency,
        sent_by=actor.reference,
        name=safe_file_name(name),
        length=length,
        digest=digest,
        opened_at=now,
        expires_at=now + KEPT,
    )
    places.part(row.id).touch(mode=0o600, exist_ok=False)
    row.save(force_insert=True)
    return queries.part_card(row)


def append(
    part_id: UUID,
    pieces: Iterable[bytes],
    *,
    offset: int,
    actor: Actor,
    now: datetime,
    length: int | None = None,
) -> PartCard:
    """Write what comes behind what is there; what arrived before a broken connection stays.

    It lies encrypted. When all has come it is an upload in quarantine, one however often and by
    however many connections the last part comes. A part whose own digest is wrong is taken back.
    length: of the whole file, as it is said now. Raises PartNotFound, PartBusy, OffsetDiffers,
    LengthInvalid for another length or more than was announced, WholeDigestDiffers (then nothing
    is kept), and what blobs refuse.
    """
    row = queries.own_part(part_id, actor)
    if length not in (None, row.length):
        raise LengthInvalid
    if row.upload_id is None:
        with _locked(row) as file:
            row = queries.own_part(part_id, actor)
            if row.upload_id is None:
                return _go_on(row, file, pieces, offset=offset, actor=actor, now=now)
    if offset != row.length:
        raise OffsetDiffers(offset=row.length)
    if any(pieces):
        raise LengthInvalid
    return queries.part_card(row)


def _go_on(
    row: UploadPart,
    file: BinaryIO,
    pieces: Iterable[bytes],
    *,
    offset: int,
    actor: Actor,
    now: datetime,
) -> PartCard:
    content = blobs.open_piecewise(file, digest=row.digest)
    if offset != content.size:
        raise OffsetDiffers(offset=content.size)
    _write(content, pieces, length=row.length)
    if content.size < row.length:
        return queries.part_card(row)
    return _finished(row, content, actor=actor, now=now)


def give_up(part_id: UUID, *, actor: Actor) -> None:
    """Throw away what came of a file; doing it again is PartNotFound."""
    row = queries.own_part(part_id, actor)
    _remove([row.id])


def expire_parts(*, now: datetime) -> int:
    """Throw away what was not finished within a day; return how many."""
    ids = list(UploadPart.objects.filter(expires_at__lte=now).values_list("pk", flat=True))
    _remove(ids)
    _sweep_strays(now=now)
    return len(ids)


@contextmanager
def _locked(row: UploadPart) -> Iterator[BinaryIO]:
    """Open what has come, for one connection at a time. Raises PartBusy, PartNotFound.

    Where another connection has just finished it, its file is gone already and the next try is
    told so.
    """
    try:
        file = places.part(row.id).open("r+b")
    except FileNotFoundError:
        if UploadPart.objects.filter(pk=row.pk, upload_id__isnull=False).exists():
            raise PartBusy(retry_after=1) from None
        raise PartNotFound from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PartBusy(retry_after=1) from None
        yield file


def _write(content: Piecewise, pieces: Iterable[bytes], *, length: int) -> None:
    """Append pieces. A broken connection keeps what came; a part with a wrong digest is undone."""
    try:
        for piece in pieces:
            if content.size + len(piece) > length:
                raise LengthInvalid
            content.add(piece)
    except (DigestDiffers, LengthInvalid):
        content.take_back()
        raise
    finally:
        content.flush()


def _finished(row: UploadPart, content: Piecewise, *, actor: Actor, now: datetime) -> PartCard:
    """Put a whole file into quarantine; after a crash on the way the last part comes again.

    Where its system gave it up meanwhile, there is no upload of it either.
    """
    try:
        upload = blobs.receive(
            _checked(row, content),
            name=row.name,
            agency_id=row.agency_id,
            actor=actor,
            now=now,
            largest=row.length,
        )
    except Refusal:
        _remove([row.id])
        raise
    if not UploadPart.objects.filter(pk=row.pk).update(upload_id=upload.id):
        blobs.discard_upload(upload.id)
        raise PartNotFound
    row.upload_id = upload.id
    places.part(row.id).unlink(missing_ok=True)
    return queries.part_card(row)


def _checked(row: UploadPart, content: Piecewise) -> Iterator[bytes]:
    """Yield the whole file; raise at its end when it is not what was announced."""
    digest = hashlib.sha256()
    for piece in content.pieces():
        digest.update(piece)
        yield piece
    if digest.hexdigest() != row.digest:
        raise WholeDigestDiffers


def _remove(part_ids: list[UUID]) -> None:
    """Remove rows in batches that SQLite takes, then their files."""
    for start in range(0, len(part_ids), _BATCH):
        some = part_ids[start : start + _BATCH]
        UploadPart.objects.filter(pk__in=some).delete()
        for one in some:
            places.part(one).unlink(missing_ok=True)


def _sweep_strays(*, now: datetime) -> None:
    """Remove files without a row: their processes died before the row was written.

    What bears no name of ours (of an editor, of a network's disk) is left alone.
    """
    before = (now - KEPT).timestamp()
    found = [
        (part_id, path)
        for path in places.parts().iterdir()
        if (part_id := _id_of(path)) and _is_older(path, before)
    ]
    for start in range(0, len(found), _BATCH):
        some = dict(found[start : start + _BATCH])
        known = UploadPart.objects.filter(pk__in=some).values_list("pk", flat=True)
        for part_id in some.keys() - set(known):
            some[part_id].unlink(missing_ok=True)


def _is_older(path: Path, moment: float) -> bool:
    """Whether a file that is still there was written last before a moment (in seconds)."""
    try:
        return path.stat().st_mtime < moment
    except FileNotFoundError:
        return False


def _id_of(path: Path) -> UUID | None:
    try:
        part_id = UUID(hex=path.name)
    except ValueError:
        return None
    return part_id if part_id.hex == path.name else None
