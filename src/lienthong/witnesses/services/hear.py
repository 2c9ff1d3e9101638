"""What another witness saw: of ours, and of those that we watch as well."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from lienthong.ledger import services as ledger
from lienthong.ledger.errors import HeadNotOurs, LedgerHeld
from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.rules.given.published import ReadHead
from lienthong.ledger.rules.given.witnessing import (
    ReadCosignature,
    bare_head_json,
    contradict,
    read_contradiction,
)
from lienthong.ledger.rules.signed.keys import VerifyingKey, load_key
from lienthong.witnesses.models import Cosignature, Watched
from lienthong.witnesses.ports import Site
from lienthong.witnesses.rules import theirs, words_of_witness
from lienthong.witnesses.services.contradict import keep_contradiction
from lienthong.witnesses.services.keep import keep_heads
from lienthong.witnesses.types import ContradictionKind


def hear(witness: Watched, key: VerifyingKey, *, site: Site, now: datetime) -> None:
    """Ask a watched installation what it saw of us and of the others that we watch.

    A head of ours that our tables do not lead to stops our ledger, as a head shown by anybody
    does. Raises OSError when away, Malformed for an answer that is not its word.
    """
    own = settings.LIENTHONG_INSTALLATION
    own_key = load_key(ledger.ensure_key().pem)
    if own_key is not None and (told := site.witnessed(own)) is not None:
        for word in _words(told, key, witness):
            _take_ours(witness, word, now=now)
        _take_contradictions(told, own_key, own, now=now)
    for other in Watched.objects.filter(ended_at__isnull=True).exclude(pk=witness.pk):
        other_key = load_key(other.public_key.encode())
        told = site.witnessed(other.installation)
        if other_key is None or told is None:
            continue
        words = _words(told, key, witness)
        heads = _readable(words, other_key, other.installation)
        keep_heads(other, heads, shown_by=witness, now=now)
        _take_contradictions(told, other_key, other.installation, now=now)


def _words(told: Any, key: VerifyingKey, witness: Watched) -> list[ReadCosignature]:
    values = told.get("heads") if isinstance(told, dict) else None
    return list(words_of_witness(values, key=key, witness=witness.installation))


def _readable(
    words: list[ReadCosignature], key: VerifyingKey, installation: str
) -> Iterator[ReadHead]:
    """Yield the heads that the pinned key of an installation signed.

    Where it has another key by now the witness is right to have seen heads that we cannot read.
    """
    for word in words:
        try:
            yield theirs(word.head, key=key, installation=installation)
        except Malformed:
            continue


def _take_ours(witness: Watched, word: ReadCosignature, *, now: datetime) -> None:
    says = word.says
    place = {"witness": witness, "epoch": says["seen"]["epoch"], "size": says["seen"]["size"]}
    # Also for a head whose word is kept: what led to it then may have been rewritten since.
    try:
        ledger.show_head(bare_head_json(word.head.signed), now=now)
    except (LedgerHeld, HeadNotOurs):
        return
    with transaction.atomic():
        Cosignature.objects.get_or_create(
            **place,
            defaults={
                "since": says["since"],
                "seen_at": datetime.fromisoformat(says["time"]),
                "statement": word.signed.statement,
                "signature": word.signed.signature,
                "head_statement": word.head.signed.statement,
                "head_signature": word.head.signed.signature,
                "kept_at": now,
            },
        )


def _take_contradictions(told: Any, key: VerifyingKey, installation: str, *, now: datetime) -> None:
    """Keep forks that another found; only those that the two heads prove by themselves."""
    values = told.get("contradictions") if isinstance(told, dict) else None
    for value in values if isinstance(values, list) else []:
        try:
            first, second = read_contradiction(value)
            for head in (first, second):
                theirs(head, key=key, installation=installation)
        except Malformed:
            continue
        if contradict(first, second):
            keep_contradiction(ContradictionKind.FORK, first, second, now=now)
