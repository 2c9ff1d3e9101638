"""Whether the installation still has the secret key under which it ran before."""

from datetime import datetime

from django.utils.crypto import salted_hmac

from lienthong.access.models import SecretKeyMark

_SALT = "lienthong.access.secret-key"


def fingerprint() -> str:
    """Return what names the present secret key without telling it. No statement."""
    return salted_hmac(_SALT, "fingerprint", algorithm="sha256").hexdigest()


def secret_key_since() -> datetime | None:
    """Return since when the last known key was in use; None when no server ever ran."""
    row = SecretKeyMark.objects.order_by("-known_at").first()
    return row.known_at if row else None


def is_secret_key_another() -> bool:
    """Return whether the present key is not the last known one. One statement."""
    row = SecretKeyMark.objects.order_by("-known_at").first()
    return row is not None and row.fingerprint != fingerprint()
