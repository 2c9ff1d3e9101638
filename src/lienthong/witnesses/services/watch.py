"""Beginning and ending to watch another installation."""

from datetime import datetime
from typing import cast

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.rules.signed.keys import load_key
from lienthong.witnesses.errors import (
    AddressRefused,
    AlreadyWatched,
    KeyRefused,
    NothingPublished,
    NotWatched,
    SiteAway,
)
from lienthong.witnesses.models import Watched
from lienthong.witnesses.ports import Site
from lienthong.witnesses.rules import shown_heads, usable_address


def site_at(address: str) -> Site:
    """Return the installation at an address, as `LIENTHONG_WITNESS_SITE` asks it.

    Raises AddressRefused for what is no https address (http only on this machine).
    """
    if not usable_address(address):
        raise AddressRefused(address=address[:100])
    return cast("Site", import_string(settings.LIENTHONG_WITNESS_SITE)(address))


def watch(address: str, *, site: Site, public_key_pem: bytes | None, now: datetime) -> Watched:
    """Begin to watch an installation; return the row, with its name and the id of its key.

    public_key_pem: its key, known from elsewhere; None: the one that it offers itself, to be
    compared by a person. The network is asked before anything is written. Raises SiteAway,
    KeyRefused, NothingPublished, AlreadyWatched.
    """
    try:
        pem = site.key() if public_key_pem is None else public_key_pem
        lines = site.heads()
    except OSError as error:
        raise SiteAway(address=address[:100], reason=str(error)[:100]) from error
    except Malformed as error:
        raise KeyRefused from error
    key = load_key(pem)
    if key is None:
        raise KeyRefused
    try:
        shown = shown_heads(lines, key=key, installation="")
    except Malformed as error:
        raise KeyRefused from error
    if not shown:
        raise NothingPublished
    name = shown[0].head.says["installation"]
    if name == settings.LIENTHONG_INSTALLATION:
        raise AlreadyWatched(installation=name)
    try:
        with transaction.atomic():
            return Watched.objects.create(
                installation=name,
                address=address,
                public_key=pem.decode(),
                key_id=key.key_id,
                added_at=now,
            )
    except IntegrityError as error:  # the one constraint: watched once at a time
        raise AlreadyWatched(installation=name) from error


def end_watch(installation: str, *, now: datetime) -> None:
    """Watch no more; what was seen stays. Raises NotWatched."""
    rows = Watched.objects.filter(installation=installation, ended_at__isnull=True)
    if not rows.update(ended_at=now):
        raise NotWatched(installation=installation)
