"""The header fields of a call: their names, what is signed of them, and by which secret."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lienthong.formats.vxp.errors import CallMalformed, FieldsDiffer, FieldsUnreadable

PREFIX = "XroadVnpt-"
SIGNED, SIGNATURE = f"{PREFIX}sign-header", f"{PREFIX}hash-header"
NAMES, VERSION = f"{PREFIX}sign-header-key", f"{PREFIX}version"
SDK_VERSION = "3.0.201608"
# The signed text of a client object that was used for years has some twenty short values.
_LONGEST_TEXT = 64 * 1024
# What no header field and no database takes: control characters and halves of characters.
_ODD = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it was signed.

    text: the signed text as it came. signature: hexadecimal. values: by plain name ("systemid").
    """

    text: str
    signature: str
    values: Mapping[str, str]

    @property
    def systemid(self) -> str:
        return self.values.get("systemid", "")

    def value(self, *names: str) -> str:
        """Return the first of these parameters that is there and not empty, trimmed; else ""."""
        return next((said for name in names if (said := self.values.get(name, "").strip())), "")


def signed_text(values: Mapping[str, str]) -> str:
    """Return what is signed: a JSON object without blanks of the prefixed names, in their order."""
    named = {f"{PREFIX}{name}": value for name, value in values.items()}
    return json.dumps(named, ensure_ascii=False, separators=(",", ":"))


def signature_of(text: str, secret: bytes) -> str:
    """Return the signature of a signed text: HMAC-SHA256, hexadecimal."""
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


def is_signed_with(call: Call, secret: bytes) -> bool:
    """Return whether a call was signed with this secret; takes the same time for every answer."""
    given = call.signature.lower().encode("utf-8", "replace")
    return hmac.compare_digest(signature_of(call.text, secret).encode(), given)


def headers_of(values: Mapping[str, str], secret: bytes) -> dict[str, str]:
    """Return all prefixed header fields of a call, as the SDK sends them."""
    text = signed_text(values)
    return {
        **{f"{PREFIX}{name}": value for name, value in values.items()},
        NAMES: ";".join(values),
        SIGNED: text,
        SIGNATURE: signature_of(text, secret),
        VERSION: SDK_VERSION,
    }


def read_call(field: Callable[[str], str | None]) -> Call:
    """Read a call from its header fields, not yet knowing whose secret signed it.

    field: the value of a header field by its name, in any case; None when it is absent.
    Raises CallMalformed, FieldsUnreadable.
    """
    if field(SIGNED) is None and field(SIGNATURE):
        raise FieldsUnreadable(fields=SIGNED)
    text, signature = _text(field(SIGNED) or ""), (field(SIGNATURE) or "").strip()
    values = _values(text)
    missing = [name for name, said in ((SIGNATURE, signature),) if not said]
    missing += [PREFIX + "systemid"] if not values.get("systemid", "").strip() else []
    if missing:
        raise CallMalformed(fields=", ".join(missing))
    return Call(text, signature, values)


def _text(raw: str) -> str:
    """Header fields are read as Latin-1 by some servers; the signed text is UTF-8."""
    try:
        return raw.encode("latin-1").decode()
    except UnicodeError:
        return raw


def _values(text: str) -> dict[str, str]:
    if len(text) > _LONGEST_TEXT:
        raise CallMalformed(fields=SIGNED)
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CallMalformed(fields=SIGNED) from error
    if not isinstance(read, dict) or not read:
        raise CallMalformed(fields=SIGNED)
    odd = [name for name, value in read.items() if not isinstance(value, str)]
    odd += [name for name in read if not name.startswith(PREFIX)]
    if odd or _ODD.search("".join(read) + "".join(read.values())):
        raise CallMalformed(fields=SIGNED)
    return {name.removeprefix(PREFIX): value for name, value in read.items()}


def require_same_fields(call: Call, field: Callable[[str], str | None]) -> None:
    """Compare what was signed with the fields that came along.

    Two names that differ in case only (`docId`, `docid`) are one field: servers join their values
    or drop one of them, so either is right. A value that is not ASCII may come as nothing: web
    servers do not agree on what it means, and what was signed is what counts. Raises FieldsDiffer.
    """
    groups: dict[str, list[str]] = {}
    for name, value in call.values.items():
        groups.setdefault(name.lower(), []).append(value.strip())
    for name, values in groups.items():
        came = _text(field(f"{PREFIX}{name}") or "").strip()
        is_lost = not came and not all(value.isascii() for value in values)
        if came not in values and not is_lost and not _is_joined(came, values):
            raise FieldsDiffer(field=f"{PREFIX}{name}"[:80])


def _is_joined(came: str, values: list[str]) -> bool:
    if len(values) != 2:
        return False
    one, other = values
    return any(
        came == f"{first},{blank}{second}"
        for first, second in ((one, other), (other, one))
        for blank in ("", " ")
    )
