"""The files of a new document, found before anything is decided: uploads, or content held here."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO
from uuid import UUID

from lienthong.blobs import queries as blobs
from lienthong.blobs import services as blob_services
from lienthong.blobs.errors import UploadNotFound
from lienthong.blobs.types import Prepared, UploadCard
from lienthong.gateways.errors import FileNameMissing
from lienthong.gateways.types import FileRef
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import safe_file_name

NONE: Mapping[str, Prepared] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Content:
    """A file that a document may be made of.

    upload: as which it waits in quarantine; ready: it came along with the document. Neither for
    content that is kept already.
    """

    name: str
    description: str
    digest: str
    media_type: str
    upload: UploadCard | None = None
    ready: Prepared | None = None

    @property
    def upload_id(self) -> UUID | None:
        return self.upload.id if self.upload else None

    def open(self) -> BinaryIO:
        if self.ready is not None:
            return blob_services.open_prepared(self.ready)
        return blobs.open_waiting(self.upload) if self.upload else blobs.open_content(self.digest)


def found(ref: FileRef, actor: Actor, brought: Mapping[str, Prepared] = NONE) -> Content:
    """Return the file that a reference means, for the actor's agency.

    brought: by their digests, the files that came along. Raises UploadNotFound, also for content
    that the agency does not hold; UploadClosed; FileNameMissing.
    """
    if (ready := brought.get(ref.digest)) is not None:
        card = ready.card
        name = _named(ref, "")
        return Content(name, ref.description, card.digest, card.media_type, ready=ready)
    upload_id = ref.upload_id or blobs.waiting_with_digest(ref.digest, agency_id=actor.own_agency)
    if upload_id is not None:
        upload = blobs.upload_card(upload_id, actor=actor)
        name = _named(ref, upload.name if ref.upload_id else "")
        return Content(name, ref.description, upload.digest, upload.media_type, upload)
    kept = blobs.content_cards([ref.digest]).get(ref.digest)
    if kept is None or actor.own_agency not in blobs.holders(ref.digest):
        raise UploadNotFound
    return Content(_named(ref, ""), ref.description, kept.digest, kept.media_type)


def _named(ref: FileRef, kept_as: str) -> str:
    if not ref.name and not kept_as:
        raise FileNameMissing
    return safe_file_name(ref.name) if ref.name else kept_as
