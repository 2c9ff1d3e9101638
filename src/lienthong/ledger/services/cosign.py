"""Bearing witness to heads of other installations."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from lienthong.ledger.rules.signed.statements import sign_cosignature
from lienthong.ledger.services.keys import signer
from lienthong.ledger.types import Signed


def cosign(seen: Mapping[str, object], *, since: int | None, now: datetime) -> Signed:
    """Sign that this installation saw a head of another one, and what it was proved to continue.

    seen: what that head says. since: the size of the smaller head; None for the first. KeyLost.
    """
    return sign_cosignature(
        installation=settings.LIENTHONG_INSTALLATION,
        seen=seen,
        since=since,
        seen_at=now,
        signer=signer(),
    )
