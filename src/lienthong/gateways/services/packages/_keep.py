"""Keeping a package: its contents as blobs, the rest as a row."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from lienthong.blobs import services as blobs
from lienthong.blobs.types import Prepared
from lienthong.documents.types import Finding
from lienthong.formats.edxml import FolderSink, Reading
from lienthong.formats.edxml.types import Attachment
from lienthong.gateways.models import Package
from lienthong.gateways.types import PackageKind, Spoken
from lienthong.kernel.actor import Actor

# The contents of a package by their SHA-256, in the store ahead of their rows.
Contents = Mapping[str, Prepared]
_LONGEST_ID = 200
_LONGEST_ACTOR = 120


@dataclass(frozen=True, slots=True)
class Incoming:
    """A package that was read and not decided on yet: nothing of it is kept.

    path, files: the package and its contents, in a folder that goes away.
    in_one: what else is written in the transaction that keeps the package; told its id.
    allow: refuses what who brings it may not bring.
    signatures_later: nobody waits for what its document is worth.
    """

    reading: Reading
    path: Path
    files: FolderSink
    actor: Actor
    in_one: Callable[[UUID], None] | None = None
    allow: Callable[[Spoken], None] | None = None
    signatures_later: bool = False

    def require_allowed(self, spoken: Spoken) -> None:
        """Ask who brings the package whether it may do this. Raises what `allow` raises."""
        if self.allow is not None:
            self.allow(spoken)

    @property
    def digest(self) -> str:
        """SHA-256 of the whole package: the key of all that it does."""
        return self.reading.skeleton.digest

    def open(self, attachment: Attachment) -> BinaryIO:
        """Open the file of an attachment, not its zip."""
        return self.files.open(attachment.content_key)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a package led to; a package without any document of its own has fewer of these.

    document_id: identity of its own document, or of the one that a status is about, as it came.
    """

    kind: PackageKind
    sender_id: UUID
    document_id: str
    version_id: UUID | None = None
    dispatch_id: UUID | None = None
    report_id: UUID | None = None
    delivery_ids: Sequence[UUID] = ()
    warnings: Sequence[Finding] = ()


@contextmanager
def staged(
    incoming: Incoming, attachments: Iterable[Attachment] = (), *, now: datetime
) -> Iterator[Contents]:
    """Bring all contents of a package into the store, ahead of the transaction that keeps them.

    A zipped file is kept twice: as the file, for use, and as the zip that the package holds.
    """
    skeleton = incoming.reading.skeleton
    keys = {one.digest: one.content_key for one in attachments}
    keys |= {hole.digest: hole.key for hole in skeleton.holes if skeleton.is_exact}
    contents: dict[str, Prepared] = {}
    with ExitStack() as stack:
        for digest, key in keys.items():
            with incoming.files.open(key) as content:
                contents[digest] = stack.enter_context(blobs.staged(content, now=now))
        if not skeleton.is_exact:
            with incoming.path.open("rb") as content:
                contents[incoming.digest] = stack.enter_context(blobs.staged(content, now=now))
        yield contents


def keep_contents(contents: Contents, holders: Collection[UUID] = (), *, now: datetime) -> None:
    """Keep what `staged` gave, durably and once, in the transaction that the package leads to.

    Without holders it is for the act to say who holds them. A fixed number of statements.
    """
    if contents:
        blobs.store_staged(contents.values(), agency_ids=holders, now=now)


def let_hold(contents: Contents, holder: UUID, *, now: datetime) -> None:
    """Let an agency hold what `keep_contents` has kept in this transaction. One statement."""
    if contents:
        blobs.give_custody(contents, [holder], now=now, stored=contents.keys())


def keep_package(incoming: Incoming, effect: Effect, *, now: datetime) -> Package:
    """Write the row that stands for the package, in the transaction of what it led to.

    Its contents are kept already.
    """
    skeleton = incoming.reading.skeleton
    whole = None if skeleton.is_exact else incoming.digest
    row = Package.objects.create(
        digest=skeleton.digest,
        size=skeleton.size,
        kind=effect.kind,
        sender_id=effect.sender_id,
        document_foreign_id=effect.document_id[:_LONGEST_ID],
        skeleton=b"" if whole else skeleton.data,
        holes=[] if whole else json.loads(skeleton.holes_as_json()),
        whole_id=whole,
        received_at=now,
        received_by=incoming.actor.reference[:_LONGEST_ACTOR],
        warnings=[_plain(one) for one in effect.warnings],
        version_id=effect.version_id,
        dispatch_id=effect.dispatch_id,
        report_id=effect.report_id,
        delivery_ids=[str(one) for one in effect.delivery_ids],
    )
    if incoming.in_one is not None:
        incoming.in_one(row.id)
    return row


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "sentence": finding.sentence,
        "cause": finding.cause,
        "next_step": finding.next_step,
        "facts": {name: str(value) for name, value in finding.facts.items()},
    }
