"""What was brought and perhaps arrived: the same is brought again, whatever was renamed since."""

import json
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any, BinaryIO

from lienthong.blobs import queries as blobs
from lienthong.formats.edxml import (
    FolderSink,
    Skeleton,
    holes_from_json,
    join_package,
    split_package,
)
from lienthong.formats.edxml.errors import PackageError
from lienthong.routes.models import Parcel
from lienthong.routes.types import ParcelState

# Bytes that are kept with a parcel; a larger one is made anew.
_LARGEST = 4_000_000


def keep_package(parcel: Parcel, package: Path) -> None:
    """Keep a package beside its files, until it is carried; its folder goes away.

    One whose files lie in it in a form of their own (zipped) is made anew each time.
    """
    files = package.with_name("files")
    files.mkdir()
    try:
        skeleton = split_package(package, sink=FolderSink(files))
    except PackageError:
        return  # it was passed on as it came, so it is the same again anyway
    needed = {one.digest for one in skeleton.holes}
    if skeleton.is_exact and needed <= blobs.content_cards(needed).keys():
        told = {"data": b64encode(skeleton.data).decode(), "holes": skeleton.holes_as_json()}
        _keep(parcel, {**told, "size": skeleton.size, "digest": skeleton.digest})


def keep_document(parcel: Parcel, document: dict[str, Any]) -> None:
    """Keep what was submitted to a sister, until it is carried."""
    _keep(parcel, document)


def kept_document(parcel: Parcel) -> dict[str, Any] | None:
    """Return what was submitted first; None where nothing is kept."""
    found: dict[str, Any] | None = json.loads(bytes(parcel.made)) if parcel.made else None
    return found


def write_kept(parcel: Parcel, target: BinaryIO) -> bool:
    """Write the package that was brought first; False where nothing is kept."""
    told = kept_document(parcel)
    if told is None:
        return False
    skeleton = Skeleton(
        data=b64decode(told["data"]),
        holes=holes_from_json(told["holes"]),
        size=told["size"],
        digest=told["digest"],
        is_exact=True,
    )
    for piece in join_package(skeleton, lambda hole: blobs.open_content(hole.digest)):
        target.write(piece)
    return True


def _keep(parcel: Parcel, told: dict[str, Any]) -> None:
    written = json.dumps(told, ensure_ascii=False).encode()
    if len(written) <= _LARGEST and not parcel.made:
        Parcel.objects.filter(pk=parcel.pk, state=ParcelState.WAITING).update(made=written)
