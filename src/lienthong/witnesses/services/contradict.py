"""Keeping two heads that contradict each other, and telling of them once."""

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from lienthong.kernel.news import announce
from lienthong.ledger.rules.given.published import ReadHead
from lienthong.witnesses.events import ContradictionFound
from lienthong.witnesses.models import Contradiction
from lienthong.witnesses.queries import contradiction_card
from lienthong.witnesses.types import ContradictionKind


def has_contradiction(head: ReadHead) -> bool:
    """Say whether a head stands in some evidence already. One statement."""
    own = Q(first_statement=head.signed.statement) | Q(second_statement=head.signed.statement)
    return Contradiction.objects.filter(own, installation=head.says["installation"]).exists()


def keep_contradiction(
    kind: ContradictionKind, first: ReadHead, second: ReadHead, *, now: datetime
) -> None:
    """Keep two heads of one installation as evidence; the same pair is kept and told of once."""
    pair = sorted((first, second), key=lambda one: one.signed.statement)
    digest = sha256(b"".join(sha256(one.signed.statement).digest() for one in pair)).hexdigest()
    name = first.says["installation"]
    with transaction.atomic():
        row, is_new = Contradiction.objects.get_or_create(
            installation=name,
            digest=digest,
            defaults={
                "kind": kind,
                "first_statement": pair[0].signed.statement,
                "first_signature": pair[0].signed.signature,
                "second_statement": pair[1].signed.statement,
                "second_signature": pair[1].signed.signature,
                "found_at": now,
            },
        )
        if is_new:
            is_ours = name == settings.LIENTHONG_INSTALLATION
            announce(ContradictionFound(contradiction_card(row), is_ours, now))
