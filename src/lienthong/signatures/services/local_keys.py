"""The signer and the time-stamp service that this installation is set up with."""

from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from lienthong.signatures.ports import Signer, TimeStamper

KEY_FILES = "lienthong.signatures.adapters.keyfiles.KeyFiles"


def local_signer() -> Signer:
    """Return the holder of local keys that `LIENTHONG_SIGNER` names; key files unless set."""
    name = getattr(settings, "LIENTHONG_SIGNER", KEY_FILES)
    return cast("Signer", import_string(name)())


def local_time_stamper() -> TimeStamper | None:
    """Return the time-stamp service that `LIENTHONG_TIME_STAMPER` names; None when unset."""
    name = getattr(settings, "LIENTHONG_TIME_STAMPER", "")
    return cast("TimeStamper", import_string(name)()) if name else None
