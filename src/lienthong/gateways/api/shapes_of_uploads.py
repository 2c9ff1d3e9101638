"""Files on their way in, as programs are told of them."""

from datetime import datetime
from typing import Self
from uuid import UUID

from lienthong.apikit.schemas import Told
from lienthong.gateways.api.shapes_out import ROOT
from lienthong.gateways.types import PartCard


class UploadOut(Told):
    """A file in quarantine; it waits a week to become part of a document. size in bytes."""

    id: UUID
    name: str
    size: int
    sha256: str
    media_type: str
    expires_at: datetime


class PartOut(Told):
    """A file that comes in parts; `upload` is there once it is whole. Sizes in bytes."""

    id: UUID
    name: str
    length: int
    offset: int
    sha256: str
    expires_at: datetime
    upload: UUID | None
    href: str

    @classmethod
    def of(cls, card: PartCard) -> Self:
        return cls(
            id=card.id,
            name=card.name,
            length=card.length,
            offset=card.offset,
            sha256=card.digest,
            expires_at=card.expires_at,
            upload=card.upload_id,
            href=f"{ROOT}/uploads/{card.id}",
        )
