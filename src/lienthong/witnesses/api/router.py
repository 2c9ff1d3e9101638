"""What this installation saw of others. Public: hashes, sizes, times and names of installations."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from lienthong.apikit.schemas import Problem
from lienthong.kernel import clock
from lienthong.ledger.rules.given.witnessing import contradiction_json, cosignature_json
from lienthong.ledger.services import ensure_key
from lienthong.ledger.services.limit_questions import count_question
from lienthong.webkit.client_address import client_address, counted_as
from lienthong.witnesses import queries

router = Router(auth=None, tags=["Làm chứng · Witnesses"])
Name = Annotated[str, Query(max_length=61, description="name of the installation that was seen")]


class BareHead(Schema):
    """A head without its time-stamp."""

    format: str
    statement: str
    signature: str
    stamp: None = None


class CosignatureFile(Schema):
    """That a head was seen, signed by this installation (docs/reference/receipt.md)."""

    format: str
    statement: str
    signature: str
    head: BareHead


class ContradictionFile(Schema):
    """Two heads of one installation that cannot both be true, each signed by it."""

    format: str
    first: BareHead
    second: BareHead


class SeenOut(Schema):
    """key: id of the key that signed the cosignatures. Newest first, fifty at most."""

    installation: str
    key: str
    heads: list[CosignatureFile]
    contradictions: list[ContradictionFile] = Field(description="kept as evidence")


@router.get(
    "/heads",
    response={200: SeenOut, 422: Problem, 429: Problem},
    summary="Đầu sổ của nơi khác mà hệ thống này làm chứng",
)
def seen_heads(request: HttpRequest, installation: Name) -> dict[str, Any]:
    """What this installation saw and signed of the heads of another one; empty when it does not."""
    count_question(counted_as(client_address(request)), now=clock.now())
    return {
        "installation": installation,
        "key": ensure_key().key_id,
        "heads": [
            cosignature_json(one.cosignature, one.head) for one in queries.seen_of(installation)
        ],
        "contradictions": [
            contradiction_json(one.first, one.second)
            for one in queries.contradictions(installation)
        ],
    }
