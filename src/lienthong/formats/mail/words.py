"""Words of a letter: header fields, addresses and text, whatever they are written in.

Bounded by hand: the standard library's newer policies take a stranger's address apart by recursion.
"""

import codecs
import re
from binascii import Error as BadBase64
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from lienthong.formats.mail.types import MailAddress
from lienthong.kernel.text import clean_block, clean_line

_LONGEST_WORDS = 4_000
_MOST_ADDRESSES = 50
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?")
# Only these: the standard library also knows "charsets" that unpack, or take long.
_CHARSETS = re.compile(
    r"ascii|utf_8|utf_8_sig|utf_16(_[bl]e)?|cp125[0-8]|cp874|iso8859_\d+|latin_1|koi8_[ru]"
    r"|gb2312|gbk|gb18030|big5|shift_jis|euc_jp|euc_kr|iso2022_jp"
)


def raw_fields(part: Message, name: str) -> list[str]:
    """Return the values of a header field as they came, unfolded, the topmost first."""
    wanted = name.lower()
    return [
        re.sub(r"[\r\n]+[ \t]*", " ", str(value)).strip()
        for field, value in part.raw_items()
        if field.lower() == wanted
    ]


def field_text(part: Message, name: str, *, longest: int = 500) -> str:
    """Return a header field in plain words, one line; "" where there is none."""
    values = raw_fields(part, name)
    return clean_line(decoded(values[0]))[:longest].strip() if values else ""


def decoded(value: str) -> str:
    """Return a header value with its encoded words read (RFC 2047)."""
    value = value[:_LONGEST_WORDS]
    try:
        pieces = decode_header(as_text(_octets(value), "utf-8"))
    except (HeaderParseError, BadBase64, ValueError):
        return as_text(_octets(value), "utf-8")
    return "".join(
        as_text(piece, charset or "utf-8") if isinstance(piece, bytes) else piece
        for piece, charset in pieces
    )


def as_text(content: bytes, charset: str) -> str:
    """Return bytes as text; in a charset that nobody knows as UTF-8, then as Western."""
    for name in (charset, "utf-8"):
        try:
            codec = codecs.lookup(name.strip().strip("\"'")[:40]).name.replace("-", "_")
            if _CHARSETS.fullmatch(codec):
                return content.decode(codec)
        except (LookupError, ValueError):
            continue
    return content.decode("utf-8", "replace")


def block(text: str, *, longest: int) -> tuple[str, bool]:
    """Return text of several lines, cleaned and cut, and whether it was cut."""
    cut = text[:longest]
    lines = re.sub(r"\n{3,}", "\n\n", clean_block(cut))
    return lines, len(text) > longest


def addresses(part: Message, name: str) -> tuple[MailAddress, ...]:
    """Return the addresses of a header field; what is none is left out."""
    found: list[MailAddress] = []
    for value in raw_fields(part, name)[:5]:
        found += _addresses(value)
    return tuple(found[:_MOST_ADDRESSES])


def sender(part: Message) -> MailAddress:
    """Return who From names. Without an address where it does not name exactly one, plainly.

    "a@free.example <b@agency.example>" has an address; what a parser could read in two ways has
    none, so that nobody passes for somebody by it.
    """
    values = raw_fields(part, "from")
    if len(values) != 1:
        return MailAddress(clean_line(decoded(values[0]))[:200] if values else "", "")
    value, found = values[0], _addresses(values[0])
    if len(found) != 1 or not found[0].address:
        return MailAddress(clean_line(decoded(value))[:200], "")
    bare = value.lower().strip()
    is_plain = bare == found[0].address or bare.endswith(f"<{found[0].address}>")
    is_single = bare.count("<") <= 1
    return found[0] if is_plain and is_single else MailAddress(found[0].name, "")


def _addresses(value: str) -> list[MailAddress]:
    try:
        pairs = getaddresses([value[:_LONGEST_WORDS]])
    except (ValueError, IndexError, TypeError, RecursionError):
        return []
    return [_address(name, address) for name, address in pairs if address]


def _address(name: str, address: str) -> MailAddress:
    plain = address.strip().lower()
    said = clean_line(decoded(name))[:200]
    return MailAddress(said, plain if _ADDRESS.fullmatch(plain) else "")


def moment(part: Message) -> datetime | None:
    """Return when its sender says that it was sent; None for what is no time."""
    values = raw_fields(part, "date")
    if not values:
        return None
    try:
        told = parsedate_to_datetime(values[0][:100])
        aware = told if told.tzinfo else told.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def message_id(part: Message) -> str:
    """Return the id of a letter without its angle brackets; "" where it has none."""
    values = raw_fields(part, "message-id")
    return clean_line(decoded(values[0])).strip("<> ")[:250] if values else ""


def _octets(value: str) -> bytes:
    """The octets of a header value, which may have come without any encoding."""
    return value.encode("utf-8", "surrogateescape")
