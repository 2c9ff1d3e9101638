"""Django's settings of outgoing mail, from one address."""

from typing import Any
from urllib.parse import unquote, urlsplit

_PORTS = {"smtp": 587, "smtps": 465}


def mail_settings(server: str, sender: str) -> dict[str, Any]:
    """Return the EMAIL_… settings of smtp:// (STARTTLS) or smtps:// addresses; empty without one.

    A server of the same host (127.0.0.1, localhost) is spoken to without TLS. Raises ValueError
    for another scheme.
    """
    if not server:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(server)
    if parts.scheme not in _PORTS:
        raise ValueError(f"LIENTHONG_MAIL_SERVER: unknown scheme {parts.scheme!r}")
    is_here = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not is_here,
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender,
    }
