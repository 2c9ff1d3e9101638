"""Fresh revocation lists of trusted issuers, from wherever they were brought."""

from collections.abc import Iterable
from datetime import datetime

from cryptography import x509
from django.db import transaction

from lienthong.access import services as access
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.signatures.errors import ListOfUnknownIssuer, ListOlder, ListPartial
from lienthong.signatures.models import TrustAnchor
from lienthong.signatures.services._pem import as_pem, certificates_in, is_partial, lists_in, shown
from lienthong.signatures.services.trust_issuer import record_trust, save_changed
from lienthong.signatures.types import Revocation, TakenList

RIGHT = "signatures.bring-revocation-lists"


def take_revocation_lists(*, data: bytes, actor: Actor, now: datetime) -> list[TakenList]:
    """Put revocation lists in the place of older ones of the same issuer, all of them or none.

    data: one file, PEM with any number of lists or one in DER. A list is believed for what signed
    it, not for who brought it: the key of a trusted issuer or of one below it. From its first list
    on, revocation is asked of everything below that issuer. The same list again changes nothing.
    Contents whose verdict is open are checked again soon after. Recorded in the ledger.
    Raises RightMissing, ListUnreadable, ListPartial, ListOfUnknownIssuer, ListOlder.
    """
    access.require(actor, RIGHT)
    found = lists_in(data)
    for one in found:
        if is_partial(one):
            raise ListPartial(issuer=shown(one.issuer))
    brought = _newest(found)
    with transaction.atomic():
        anchors = list(TrustAnchor.objects.select_for_update().order_by("pk"))
        taken = [_take(one, anchors) for one in brought]
        for anchor in {each.pk: each for _card, changed in taken for each in changed}.values():
            save_changed(anchor, now=now, crls=anchor.crls, revocation=Revocation.CRL)
            record_trust("revocation-lists-taken", anchor, actor=actor, now=now)
    return [card for card, _changed in taken]


def _newest(
    lists: Iterable[x509.CertificateRevocationList],
) -> list[x509.CertificateRevocationList]:
    """Of several lists of one issuer the newest alone counts."""
    by_issuer = {one.issuer: one for one in sorted(lists, key=lambda one: one.last_update_utc)}
    return list(by_issuer.values())


def _take(
    brought: x509.CertificateRevocationList, anchors: Iterable[TrustAnchor]
) -> tuple[TakenList, list[TrustAnchor]]:
    """Let every anchor above the list's issuer hold it; return those that did not before."""
    above = [anchor for anchor in anchors if _is_below(brought, anchor)]
    if not above:
        raise ListOfUnknownIssuer(issuer=shown(brought.issuer))
    changed = [anchor for anchor in above if _replace(anchor, brought)]
    card = TakenList(
        issuer=shown(brought.issuer),
        made_at=brought.last_update_utc,
        next_at=brought.next_update_utc,
        revoked=len(brought),
        is_new=bool(changed),
    )
    return card, changed


def _is_below(brought: x509.CertificateRevocationList, anchor: TrustAnchor) -> bool:
    issuers = certificates_in((anchor.pem + anchor.chain).encode())
    return any(
        issuer.subject == brought.issuer and brought.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
        for issuer in issuers
    )


def _replace(anchor: TrustAnchor, brought: x509.CertificateRevocationList) -> bool:
    kept = lists_in(anchor.crls.encode()) if anchor.crls.strip() else []
    for one in kept:
        if one.issuer != brought.issuer:
            continue
        if one == brought:
            return False
        if one.last_update_utc > brought.last_update_utc:
            raise ListOlder(
                issuer=shown(brought.issuer),
                brought=f"{local_day(brought.last_update_utc):%d/%m/%Y}",
                kept=f"{local_day(one.last_update_utc):%d/%m/%Y}",
            )
    others = [one for one in kept if one.issuer != brought.issuer]
    anchor.crls = as_pem([*others, brought])
    return True
