"""Published heads and proofs. Public: they hold hashes, sizes and times, and no content."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from lienthong.apikit.cursors import moment_of, read_cursor, write_cursor
from lienthong.apikit.etags import etag_of, is_unchanged, unchanged
from lienthong.apikit.rendering import json_bytes
from lienthong.apikit.schemas import PageSize, Problem
from lienthong.kernel import clock
from lienthong.ledger import queries
from lienthong.ledger.errors import HeadNotPublished
from lienthong.ledger.rules.given.published import consistency_json, head_json, inclusion_json
from lienthong.ledger.services.limit_questions import count_question
from lienthong.ledger.types import PublishedHead
from lienthong.webkit.client_address import client_address, counted_as

router = Router(auth=None, tags=["Sổ cái"])

# A head in the list may still get its stamp; a proof that is there never changes.
SHORT, LONG = 60, 24 * 3600
CURSOR = "ledger.heads"
Epoch = Annotated[int | None, Field(ge=1, description="Kỳ sổ; trống: kỳ mới nhất")]
Size = Annotated[int, Field(ge=1, le=2**53, description="Số bản ghi của đầu sổ")]


class HeadFile(Schema):
    """A published head as a file to keep; bytes in base64 (docs/reference/receipt.md)."""

    format: str
    statement: str
    signature: str
    stamp: str | None


class HeadLine(Schema):
    """A published head, with what it says also in plain members."""

    epoch: int
    size: int
    root: str
    signed_at: datetime
    published_at: datetime
    stamped_at: datetime | None
    authority: str | None
    head: HeadFile


class HeadPage(Schema):
    heads: list[HeadLine]
    next: str | None


class ConsistencyFile(Schema):
    """RFC 9162, section 2.1.4: `to` continues `from`. (`from` is the older head.)"""

    format: str
    older: HeadFile = Field(alias="from")
    to: HeadFile
    path: list[str]


class InclusionFile(Schema):
    """RFC 9162, section 2.1.3: a leaf stands at `index` under `head`."""

    format: str
    leaf_hash: str
    index: int
    path: list[str]
    head: HeadFile


FAILURES = {404: Problem, 409: Problem, 422: Problem, 429: Problem}


@router.get("/heads", response={200: HeadPage, **FAILURES}, summary="Đầu sổ đã công bố")
def list_heads(
    request: HttpRequest, limit: PageSize = 50, after: str | None = None
) -> HttpResponse:
    """Newest first. `next` goes into `after` for the following page; null at the end."""
    _count(request)
    found = queries.published_heads(before=_place_of(after), limit=limit + 1)
    shown = found[:limit]
    more = len(found) > limit
    following = write_cursor(CURSOR, shown[-1].published_at.isoformat()) if more else None
    return _answer(request, {"heads": [_line(one) for one in shown], "next": following}, SHORT)


@router.get("/heads/latest", response={200: HeadFile, **FAILURES}, summary="Đầu sổ mới nhất")
def latest_head(request: HttpRequest) -> HttpResponse:
    """The newest published head as the file to keep, for `lienthong verify` and for witnesses."""
    _count(request)
    head = queries.published_latest()
    if head is None:
        raise HeadNotPublished(epoch=1, size=0)
    return _answer(request, head_json(head), SHORT)


@router.get(
    "/proofs/consistency",
    response={200: ConsistencyFile, **FAILURES},
    by_alias=True,
    summary="Bằng chứng sổ chỉ nối dài thêm",
)
def consistency(
    request: HttpRequest,
    older: Annotated[Size, Query(alias="from")],
    to: Size,
    epoch: Epoch = None,
) -> HttpResponse:
    """That the ledger of `to` records continues that of `from` records: nothing was changed."""
    _count(request)
    proof = queries.consistency(epoch=epoch or _newest_epoch(), older=older, newer=to)
    return _answer(request, consistency_json(proof.older, proof.newer, proof.path), LONG)


@router.get(
    "/proofs/inclusion",
    response={200: InclusionFile, **FAILURES},
    summary="Bằng chứng bản ghi nằm trong sổ",
)
def inclusion(request: HttpRequest, record: UUID) -> HttpResponse:
    """That a record stands under a published head. Of the record only its hash is told."""
    _count(request)
    proof = queries.published_inclusion(record)
    value = inclusion_json(
        proof.head, leaf_hash=proof.leaf_hash, index=proof.index, path=proof.path
    )
    return _answer(request, value, LONG)


def _count(request: HttpRequest) -> None:
    count_question(counted_as(client_address(request)), now=clock.now())


def _place_of(after: str | None) -> datetime | None:
    if after is None:
        return None
    (text,) = read_cursor(after, scope=CURSOR, length=1)
    return moment_of(text)


def _newest_epoch() -> int:
    head = queries.published_latest()
    return 1 if head is None else head.head.epoch


def _line(head: PublishedHead) -> dict[str, Any]:
    return {
        "epoch": head.head.epoch,
        "size": head.head.size,
        "root": head.head.root.hex(),
        "signed_at": head.head.signed_at,
        "published_at": head.published_at,
        "stamped_at": None if head.stamp is None else head.stamp.stamped_at,
        "authority": None if head.stamp is None else head.stamp.authority,
        "head": head_json(head),
    }


def _answer(request: HttpRequest, value: dict[str, Any], seconds: int) -> HttpResponse:
    """Return JSON that anybody may keep for so long; 304 for who has it already."""
    body = json_bytes(value)
    etag = etag_of(body)
    if is_unchanged(request, etag):
        response = unchanged(etag)
    else:
        response = HttpResponse(body, content_type="application/json", headers={"ETag": etag})
    response["Cache-Control"] = f"public, max-age={seconds}"
    return response
