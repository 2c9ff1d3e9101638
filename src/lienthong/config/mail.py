"""Django's settings of outgoing mail, from one address."""

from typing import Any
from urllib.parse import unquote, urlsplit

_PORTS = {"smtp": 587, "smtps": 465}


def mail_settings(server: str, sender: str) -> dict[str, Any]:
    """Return the EMAIL_… settings of smtp:// (STARTTLS) or smtps:// addresses; empty without one.

    A server of the same host (127.0.0.1, localhost) is spoken to without TLS. Raises ValueError
    for another scheme, no host, or a port that is no number; it tells nothing of the password.
    """
    if not server:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        parts = urlsplit(server)
        is_known = parts.scheme in _PORTS and parts.hostname and (parts.port or True)
    except ValueError:
        is_known = False
    if not is_known:
        raise ValueError(
            "LIENTHONG_MAIL_SERVER: smtp://user:password@host:port, smtps://…; "
            "/ ? # @ : of a password are %2F %3F %23 %40 %3A"
        )
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
