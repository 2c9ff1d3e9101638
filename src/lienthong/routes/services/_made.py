"""What was brought and perhaps arrived: the same is brought again, whatever was renamed since."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from lienthong.blobs import queries as blobs
from lienthong.blobs import services as blob_services
from lienthong.blobs.errors import ContentDamaged
from lienthong.formats.edxml import (
    FolderSink,
    Skeleton,
    holes_from_json,
    join_package,
    split_package,
)
from lienthong.formats.edxml.errors import PackageError
from lienthong.kernel.disk import PIECE
from lienthong.routes import places
from lienthong.routes.models import Parcel
from lienthong.routes.types import ParcelState

# Bytes that are kept with a parcel.
_LARGEST = 4_000_000
# How long a file may lie before its parcel names it.
_UNNAMED = timedelta(hours=1)


def keep_package(parcel: Parcel, package: Path) -> None:
    """Keep a package beside its files, until it is carried; its folder goes away.

    One whose files lie in it in a form of their own (zipped), or that is large without them, is
    kept whole, encrypted, in a file.
    """
    if parcel.made:
        return
    told = _without_files(package)
    if told is None or not _keep(parcel, told):
        with suppress(OSError):  # on a full disk it is made anew
            _keep_whole(parcel, package)


def _without_files(package: Path) -> dict[str, Any] | None:
    """Return what is left of a package when its files stand in the store; None if they do not."""
    files = package.with_name("files")
    files.mkdir()
    try:
        skeleton = split_package(package, sink=FolderSink(files))
    except PackageError:
        return None
    needed = {one.digest for one in skeleton.holes}
    if not skeleton.is_exact or not needed <= blobs.content_cards(needed).keys():
        return None
    told = {"data": b64encode(skeleton.data).decode(), "holes": skeleton.holes_as_json()}
    return {**told, "size": skeleton.size, "digest": skeleton.digest}


def _keep_whole(parcel: Parcel, package: Path) -> None:
    with places.package(parcel.pk).open("w+b") as file, package.open("rb") as source:
        content = blob_services.open_piecewise(file, digest=_bound_to(parcel.pk))
        while piece := source.read(PIECE):
            content.add(piece)
        content.flush()
    _keep(parcel, {"file_size": content.size})


def _bound_to(parcel_id: UUID) -> str:
    """What the key of the file is bound to: nobody can exchange one for another."""
    return parcel_id.hex * 2


def keep_document(parcel: Parcel, document: dict[str, Any]) -> None:
    """Keep what was submitted to a sister, until it is carried."""
    _keep(parcel, document)


def kept_document(parcel: Parcel) -> dict[str, Any] | None:
    """Return what was submitted first; None where nothing is kept."""
    found: dict[str, Any] | None = json.loads(bytes(parcel.made)) if parcel.made else None
    return found


def write_kept(parcel: Parcel, target: BinaryIO) -> bool:
    """Write the package that was brought first; False, and nothing, where none is kept."""
    told = kept_document(parcel)
    if told is None:
        return False
    if "file_size" in told:
        return _write_whole(parcel.pk, told["file_size"], target)
    skeleton = Skeleton(
        data=b64decode(told["data"]),
        holes=holes_from_json(told["holes"]),
        size=told["size"],
        digest=told["digest"],
        is_exact=True,
    )
    target.writelines(join_package(skeleton, lambda hole: blobs.open_content(hole.digest)))
    return True


def _write_whole(parcel_id: UUID, size: int, target: BinaryIO) -> bool:
    try:
        target.writelines(_whole(parcel_id, size))
    except (FileNotFoundError, ContentDamaged):  # after a restore it is not there
        target.seek(0)
        target.truncate()
        return False
    return True


def _whole(parcel_id: UUID, size: int) -> Iterator[bytes]:
    with places.package(parcel_id).open("r+b") as file:
        content = blob_services.open_piecewise(file, digest=_bound_to(parcel_id))
        if content.size != size:
            raise ContentDamaged
        yield from content.pieces()


def forget_kept(*, now: datetime) -> None:
    """Remove the packages of what is not on its way any more. One statement, or none."""
    before = (now - _UNNAMED).timestamp()
    lying = {
        path.name: path for path in places.on_the_way().iterdir() if path.stat().st_mtime < before
    }
    if not lying:
        return
    rows = Parcel.objects.filter(state=ParcelState.WAITING).exclude(made=b"")
    needed = {pk.hex for pk in rows.values_list("pk", flat=True)}
    for name in lying.keys() - needed:
        lying[name].unlink(missing_ok=True)


def _keep(parcel: Parcel, told: dict[str, Any]) -> bool:
    written = json.dumps(told, ensure_ascii=False).encode()
    if len(written) > _LARGEST:
        return False
    if not parcel.made:
        Parcel.objects.filter(pk=parcel.pk, state=ParcelState.WAITING).update(made=written)
    return True
