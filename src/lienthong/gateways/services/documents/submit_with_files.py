"""Submitting a document together with its files: one request, and nothing that waits."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime

from lienthong.access import services as access
from lienthong.blobs import services as blobs
from lienthong.blobs.types import Prepared
from lienthong.gateways.errors import FileNameMissing, FileNotBrought, FileNotNamed
from lienthong.gateways.services.documents.submit_document import submit_document
from lienthong.gateways.types import BroughtFile, FileRef, NewDocument, Submitted
from lienthong.kernel.actor import Actor


def submit_with_files(
    *,
    new: NewDocument,
    files: Iterable[BroughtFile],
    key: str,
    largest: int,
    actor: Actor,
    moment: Callable[[], datetime],
) -> Submitted:
    """Take in a document with the files that come along, as `submit_document` does.

    files: walked once, each streamed to quarantine in constant memory; `part` of a reference names
    one of them. largest: of a file, in bytes. moment: the clock, because files may come for hours,
    and what is promised is dated after the last of them. Whatever is refused, or raised by the
    pieces, leaves nothing behind. What a file is, is its digest: the same document sent again by
    any road is the same document.
    Raises FileNotBrought, FileNotNamed, FileNameMissing, what `blobs.brought` refuses, and as
    `submit_document`.
    """
    access.require(actor, "exchange.dispatch", agency_id=actor.own_agency)
    wanted = {one.part for one in (new.content, *new.attachments) if one.part}
    with ExitStack() as held:
        ready: dict[str, Prepared] = {}
        names: dict[str, str] = {}
        for file in files:
            if file.part not in wanted or file.part in ready:
                raise FileNotNamed(part=file.part[:60])
            names[file.part] = _name_of(file, new)
            coming = blobs.brought(
                file.pieces,
                name=names[file.part],
                agency_id=actor.own_agency,
                now=moment(),
                largest=largest,
            )
            ready[file.part] = held.enter_context(coming)
        if missing := sorted(wanted - ready.keys()):
            raise FileNotBrought(parts=", ".join(missing))
        return submit_document(
            new=_by_digests(new, ready, names),
            key=key,
            actor=actor,
            now=moment(),
            brought={one.card.digest: one for one in ready.values()},
        )


def _name_of(file: BroughtFile, new: NewDocument) -> str:
    """The name in the document, else that of the part. Raises FileNameMissing."""
    said = (one.name for one in (new.content, *new.attachments) if one.part == file.part)
    name = next((name for name in said if name), file.name)
    if not name:
        raise FileNameMissing
    return name


def _by_digests(
    new: NewDocument, ready: Mapping[str, Prepared], names: Mapping[str, str]
) -> NewDocument:
    def known(ref: FileRef) -> FileRef:
        if not ref.part:
            return ref
        name = ref.name or names[ref.part]
        return replace(ref, digest=ready[ref.part].card.digest, name=name, part="")

    return replace(
        new, content=known(new.content), attachments=tuple(known(one) for one in new.attachments)
    )
