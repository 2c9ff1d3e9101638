"""JSON as we write it: Vietnamese letters as they are, and nothing that is not JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from django.http import HttpRequest
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
_other = NinjaJSONEncoder().default
_UTC = "+00:00"


def json_bytes(data: object) -> bytes:
    """Return JSON in UTF-8: no escapes, no spaces, keys in their order; NaN is null.

    Raises TypeError for what has no JSON: half a surrogate pair, an integer beyond 64 bits, a key
    that is not text.
    """
    return orjson.dumps(data, _written, _OPTIONS)


def _written(value: object) -> object:
    """As the encoder of the interface writes it; instants first: an answer has hundreds of them."""
    if type(value) is not datetime:
        return _other(value)
    text = value.isoformat(timespec="milliseconds" if value.microsecond else "seconds")
    return f"{text[:-6]}Z" if text.endswith(_UTC) else text


class Renderer(BaseRenderer):
    media_type = "application/json"

    def render(
        self, request: HttpRequest, data: Mapping[str, Any], *, response_status: int
    ) -> bytes:
        return json_bytes(data)
