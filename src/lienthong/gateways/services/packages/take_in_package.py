"""Taking a package in: what another system sent becomes a document, a recall or a report here."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.db import IntegrityError

from lienthong.directory import queries as directory
from lienthong.exchange.types import StatusCode
from lienthong.formats.edxml import FolderSink, Limits, Reading, read_package
from lienthong.formats.edxml.errors import PackageTooLarge
from lienthong.formats.edxml.types import Package, StatusPackage
from lienthong.gateways import queries
from lienthong.gateways.errors import KindDiffers
from lienthong.gateways.services.packages._document import take_in_document
from lienthong.gateways.services.packages._keep import Incoming
from lienthong.gateways.services.packages._status import take_in_status
from lienthong.gateways.services.system_actor import require_voice
from lienthong.gateways.types import Outcome, PackageKind, Spoken, TakenIn
from lienthong.kernel.actor import Actor
from lienthong.kernel.disk import PIECE
from lienthong.kernel.refusals import Refusal

LIMITS = Limits()


def take_in_package(
    source: Path | BinaryIO,
    *,
    actor: Actor,
    now: datetime,
    in_one: Callable[[UUID], None] | None = None,
    allow: Callable[[Spoken], None] | None = None,
    signatures_later: bool = False,
    told: PackageKind | None = None,
) -> TakenIn:
    """Take in an edXML package, document or status; the same bytes again give the same answer.

    actor: who brings it: the installation (a file on its command line), or somebody of the agency
    that the package speaks for. What the package does is done by that agency's system.
    A document goes to those of its recipients that take part here; a recall asks them to give the
    earlier document back, an update or a replacement to take the new one instead; a status goes
    into the log of its delivery. What our rules want and the package lacks is a warning. Everything
    that can be refused is refused before content is kept.
    in_one: writes what the caller keeps beside the package, in its transaction; told its id.
    allow: is told what the package is about to do, also where it did it before, and raises a
    refusal against it; a road tells by it who may speak there.
    signatures_later: nobody waits for what a document is worth: a job checks it once it is kept,
    the answer does not tell it, and of its files only what stops one is looked for.
    told: what who brings it says that it is; None: nothing.
    Memory does not grow with the package. Raises PackageError, KindDiffers, SenderUnknown,
    SpeaksForAnother, NoKnownRecipient, NoFile, EarlierDocumentNeeded, NoEarlierDocumentNamed,
    StatusUnknown, and what documents (SecretDocument, DateInFuture, OtherContent, NumberDoubled)
    and exchange refuse.
    """
    with _read(source) as (reading, path, files):
        _require_told(reading.package, told)
        incoming = Incoming(reading, path, files, actor, in_one, allow, signatures_later)
        before = _taken_before(incoming)
        if before is not None:
            return before
        try:
            return _take_in(incoming, now=now)
        except (IntegrityError, Refusal):
            # The same package may have come in a moment ago: whoever committed first took it in,
            # and what it did makes the second one fail in one way or another.
            before = _taken_before(incoming)
            if before is None:
                raise
            return before


def _require_told(package: Package, told: PackageKind | None) -> None:
    """Only its content tells the kind of a package; a caller who says another is mistaken."""
    kind = PackageKind.STATUS if isinstance(package, StatusPackage) else PackageKind.DOCUMENT
    if told not in (None, kind):
        raise KindDiffers(kind=kind.label, told=told.label)


def _taken_before(incoming: Incoming) -> TakenIn | None:
    before = queries.taken_before(incoming.digest, tells_worth=not incoming.signatures_later)
    if before is not None:
        sender = directory.agency(before.sender_id)
        require_voice(incoming.actor, sender)
        package = incoming.reading.package
        if isinstance(package, StatusPackage) and package.status is not None:
            code = StatusCode(package.status_code)
            incoming.require_allowed(Spoken(sender, code, before.delivery_ids))
        else:
            incoming.require_allowed(Spoken(sender))
    return before


def _take_in(incoming: Incoming, *, now: datetime) -> TakenIn:
    package = incoming.reading.package
    if isinstance(package, StatusPackage):
        row = take_in_status(incoming, package, now=now)
    else:
        row = take_in_document(incoming, package, now=now)
    return queries.answer(row, Outcome.TAKEN, tells_worth=not incoming.signatures_later)


@contextmanager
def _read(source: Path | BinaryIO) -> Iterator[tuple[Reading, Path, FolderSink]]:
    """Read a package in a folder of its own that goes away, outside blobs and backups."""
    with tempfile.TemporaryDirectory(prefix="lienthong-package-") as name:
        path, contents = source, Path(name)
        if not isinstance(path, Path):
            path, contents = _as_file(path, contents), contents / "contents"
            contents.mkdir()
        files = FolderSink(contents)
        reading = read_package(path, sink=files, limits=LIMITS)
        yield reading, path, files


def _as_file(source: BinaryIO, folder: Path) -> Path:
    """What comes as a stream is put on disk: a package may have to be read twice."""
    path, size = folder / "package", 0
    with path.open("wb") as target:
        while piece := source.read(PIECE):
            size += len(piece)
            if size > LIMITS.package_bytes:
                raise PackageTooLarge(limit=LIMITS.package_bytes)
            target.write(piece)
    return path
