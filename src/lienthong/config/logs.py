"""The log: one line an event, JSON for machines or text at a terminal, without personal content.

What may be in a line is a list, so that nothing slips in by itself: names of parts of the program,
ids, numbers, codes. An error is its class and its places in the code; its words and the values of
variables may hold what people wrote, so they stay out.
"""

import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

_Event = MutableMapping[str, Any]


KEYS = frozenset(
    {
        *("event", "level", "logger", "timestamp", "pid", "request", "account", "system"),
        *("method", "route", "status", "ms", "statements", "code", "job", "task", "attempt"),
        *("queue", "error", "reason", "places", "count", "hook", "parcel", "package"),
        *("mailbox", "uid"),
    }
)
# Their words are about programs and connections, never about documents.
_PLAIN_SPEAKERS = ("lienthong", "django.db.backends.base", "_granian", "granian")
FRAMES = 12  # places of an error that are logged, the innermost ones


def logging_settings(*, form: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING. form: "json", "text", or "auto" for text at a terminal."""
    is_text = form == "text" or (form == "auto" and sys.stderr.isatty())
    last = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if is_text
        else structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [
                    structlog.contextvars.merge_contextvars,
                    structlog.stdlib.add_log_level,
                    structlog.stdlib.add_logger_name,
                    structlog.stdlib.ExtraAdder(),
                    structlog.processors.TimeStamper(fmt="iso", utc=True),
                    without_content,
                ],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
            }
        },
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            "lienthong": {"level": level.upper()},
            "_granian": {"level": "INFO"},
            # Every answer has a line of ours already, and these words hold addresses.
            "django.request": {"level": "CRITICAL"},
            "django.security": {"level": "CRITICAL"},
            # They log a traceback for every signature of an issuer that nobody trusts.
            "pyhanko": {"level": "CRITICAL"},
            "pyhanko_certvalidator": {"level": "CRITICAL"},
            "fontTools": {"level": "ERROR"},
            "weasyprint": {"level": "ERROR"},
        },
    }


def without_content(_logger: object, _method: str, event: _Event) -> _Event:
    """Keep what may be logged; an error becomes its class and its places."""
    record = event.get("_record")
    if record is not None:
        event["pid"] = record.process
        if not record.name.startswith(_PLAIN_SPEAKERS):
            event["event"] = _template(record, event["event"])
            event.setdefault("places", [f"{record.pathname}:{record.lineno}"])
    info = event.pop("exc_info", None) or (record.exc_info if record is not None else None)
    if info:
        event.update(described(info if isinstance(info, tuple) else sys.exc_info()))
    kept = {key: value for key, value in event.items() if key in KEYS or key.startswith("_")}
    if record is not None:
        # The formatter would add the words of the error below the line.
        record.exc_info = record.exc_text = None
    return kept


def described(info: Any) -> dict[str, Any]:
    """Return the class of an error, its places in the code, and a reason if the system gave it."""
    kind, error, trace = info
    if kind is None:
        return {}
    frames = traceback.extract_tb(trace)[-FRAMES:]
    found: dict[str, Any] = {
        "error": f"{kind.__module__}.{kind.__qualname__}",
        "places": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if isinstance(error, OSError) and error.strerror:
        found["reason"] = error.strerror
    return found


def _template(record: Any, filled: str) -> str:
    """The words of another's program before they were filled in; none when they came filled."""
    words = str(record.msg)
    return words[:200] if words != filled else "(words left out)"
