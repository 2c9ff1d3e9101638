"""Receiving: a file comes into quarantine and is looked at before anybody fills in a form."""

from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from lienthong.access import services as access
from lienthong.blobs import queries as blob_queries
from lienthong.blobs import services as blobs
from lienthong.blobs.types import UploadCard
from lienthong.documents import services as documents
from lienthong.documents.rules.file_findings import held_for_scan
from lienthong.documents.types import Declared, Examination
from lienthong.issuing.services import _files
from lienthong.issuing.types import NewFile, ReceivedFile
from lienthong.kernel.actor import Actor


def receive_file(
    stream: BinaryIO, *, name: str, largest: int, actor: Actor, now: datetime
) -> ReceivedFile:
    """Take a main file into quarantine and look at it; what cannot go out leaves nothing behind.

    largest: in bytes. Raises NotAllowed, FileNotSendable (a secret stamp, no PDF, truncated,
    encrypted, an invalid signature), and what receiving raises of blobs.
    """
    upload = _take_in(stream, name=name, largest=largest, actor=actor, now=now)
    with blob_queries.open_upload(upload.id, actor=actor) as source:
        examination = documents.examine(
            source,
            name=upload.name,
            now=now,
            declared=Declared(issuer_id=actor.agency_id),
            agency_id=actor.agency_id,
        )
    return _kept(upload, examination)


def receive_attachment(
    stream: BinaryIO, *, name: str, largest: int, actor: Actor, now: datetime
) -> ReceivedFile:
    """Take a file that goes with a document into quarantine; office formats may, secrets not.

    Raises as `receive_file`.
    """
    upload = _take_in(stream, name=name, largest=largest, actor=actor, now=now)
    with blob_queries.open_upload(upload.id, actor=actor) as source:
        examination = documents.examine_attachment(
            source, name=upload.name, now=now, agency_id=actor.agency_id
        )
    return _kept(upload, examination)


def _take_in(
    stream: BinaryIO, *, name: str, largest: int, actor: Actor, now: datetime
) -> UploadCard:
    access.require(actor, "issuing.draft", agency_id=actor.agency_id)
    return blobs.receive(
        stream, name=name, agency_id=actor.own_agency, actor=actor, now=now, largest=largest
    )


def _kept(upload: UploadCard, examination: Examination) -> ReceivedFile:
    if examination.stops:
        blobs.discard_upload(upload.id)
        raise _files.refusal(examination.stops[0])
    if upload.awaits_scan:
        pending = held_for_scan(upload.name)
        examination = replace(examination, findings=(*examination.findings, pending))
    return ReceivedFile(
        NewFile(upload.id, upload.name), upload.size, upload.media_type, examination
    )
