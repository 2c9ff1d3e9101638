"""Reading a letter: bytes of a stranger to plain values, bounded in every direction."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from email.utils import collapse_rfc2231_value

from lienthong.formats.mail import words
from lienthong.formats.mail.errors import LetterTangled, LetterTooLarge, LetterUnreadable
from lienthong.formats.mail.html_text import words_of
from lienthong.formats.mail.reports import delivery_report
from lienthong.formats.mail.types import LetterLimits, LetterPart, PartKind, ReadLetter
from lienthong.kernel.text import safe_file_name
from lienthong.kernel.wording import Measure

ORDINARY = LetterLimits()
# Lines that may be a boundary between parts; each that is one costs the parser an object.
_MOST_BOUNDARIES = 20_000
# Places that may open a part inside a part; each costs the parser a look at every line below it.
_MOST_OPENINGS, _MOST_LOOKS = 100, 30_000_000
_BOUNDARY = re.compile(rb"^--", re.MULTILINE)
_OPENING = re.compile(rb"(?:multipart|message)/", re.IGNORECASE)
_DESCRIBING = re.compile(
    rb"(?:\A|(?<=[\r\n]))content-(?:type|disposition)[ \t]*:[^\r\n]*"
    rb"(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*",
    re.IGNORECASE,
)
_HEAD_ENDS = re.compile(rb"\r\n\r\n|\n\n|\r\r")
_SIGNATURES = frozenset(
    {
        *("application/pkcs7-signature", "application/x-pkcs7-signature"),
        "application/pgp-signature",
    }
)
_SEALED = frozenset(
    {
        *("application/pkcs7-mime", "application/x-pkcs7-mime"),
        *("application/pgp-encrypted", "multipart/encrypted"),
    }
)


def read_letter(raw: bytes, *, limits: LetterLimits = ORDINARY) -> ReadLetter:
    """Return what a letter says and brings. Its parts are held in memory, at most `limits.largest`.

    Letters inside it, and what Outlook, S/MIME or PGP wrapped up, are named and not opened.
    Raises LetterTooLarge, LetterTangled, LetterUnreadable.
    """
    if len(raw) > limits.largest:
        raise LetterTooLarge(largest_mb=Measure(limits.largest / 1024 / 1024))
    _require_plain(raw, limits)
    try:
        letter = message_from_bytes(raw, policy=compat32)
        return _read(letter, limits)
    except RecursionError as error:
        raise LetterTangled from error


def _require_plain(raw: bytes, limits: LetterLimits) -> None:
    """Look for what would cost the parser too much, before it sees any of it."""
    head = _HEAD_ENDS.search(raw)
    if (head.start() if head else len(raw)) > limits.longest_head:
        raise LetterTangled
    openings = _counted(_OPENING, raw, most=_MOST_OPENINGS)
    _counted(_BOUNDARY, raw, most=_MOST_BOUNDARIES)
    if openings * (raw.count(b"\n") + raw.count(b"\r")) > _MOST_LOOKS:
        raise LetterTangled
    if any(len(found[0]) > limits.longest_field for found in _DESCRIBING.finditer(raw)):
        raise LetterTangled


def _counted(pattern: re.Pattern[bytes], raw: bytes, *, most: int) -> int:
    number = 0
    for number, _found in enumerate(pattern.finditer(raw), 1):
        if number > most:
            raise LetterTangled
    return number


def _read(letter: Message, limits: LetterLimits) -> ReadLetter:
    if not letter.keys():
        raise LetterUnreadable
    leaves = list(_leaves(letter, limits))
    texts = [one for one in leaves if _is_text(one)]
    text, is_cut = _text(texts, limits)
    others = [one for one in leaves if one not in texts]
    return ReadLetter(
        message_id=words.message_id(letter),
        subject=words.field_text(letter, "subject"),
        sender=words.sender(letter),
        to=words.addresses(letter, "to"),
        sent_at=words.moment(letter),
        text=text,
        is_text_cut=is_cut,
        parts=tuple(_part(one, number) for number, one in enumerate(others, 1)),
        results=tuple(
            one[: limits.longest_field]
            for one in words.raw_fields(letter, "authentication-results")[:10]
        ),
        report=delivery_report(letter, leaves) if _is_report(letter) else None,
        is_automatic=_is_automatic(letter),
    )


def _leaves(part: Message, limits: LetterLimits, depth: int = 0) -> Iterator[Message]:
    """Walk the parts that hold something; at most so many, and not deeper than allowed."""
    found = list(_walk(part, limits, depth))
    if len(found) > limits.most_parts:
        raise LetterTangled
    yield from found


def _walk(part: Message, limits: LetterLimits, depth: int) -> Iterator[Message]:
    if depth > limits.deepest:
        raise LetterTangled
    kind = part.get_content_type()
    inside = part.get_payload()
    if kind.startswith("multipart/") and kind not in _SEALED and isinstance(inside, list):
        for one in inside:
            if isinstance(one, Message):
                yield from _walk(one, limits, depth + 1)
    else:
        yield part


def _is_text(part: Message) -> bool:
    """Whether a part is to be read as the text of the letter, not as a file that comes with it."""
    is_words = part.get_content_type() in {"text/plain", "text/html"}
    is_kept_apart = part.get_content_disposition() == "attachment" or bool(_name(part))
    return is_words and not is_kept_apart


def _text(parts: list[Message], limits: LetterLimits) -> tuple[str, bool]:
    """The plain text, where there is any; else the words of the HTML."""
    plain = [one for one in parts if one.get_content_type() == "text/plain"]
    said = "\n\n".join(_words(one) for one in plain).strip()
    if not said:
        html = [one for one in parts if one.get_content_type() == "text/html"]
        said = "\n\n".join(words_of(_words(one)) for one in html)
    return words.block(said, longest=limits.longest_text)


def _words(part: Message) -> str:
    charset = part.get_param("charset") or "utf-8"
    name = charset if isinstance(charset, str) else collapse_rfc2231_value(charset)
    return words.as_text(_content(part), name)


def _part(part: Message, position: int) -> LetterPart:
    kind = _kind(part)
    name = safe_file_name(_name(part) or _unnamed(part, kind, position))
    content = _content(part) if kind.is_opened else b""
    return LetterPart(position, name, part.get_content_type()[:100], kind, content)


def _kind(part: Message) -> PartKind:
    media_type = part.get_content_type()
    if media_type in _SIGNATURES:
        return PartKind.SIGNATURE
    if media_type in _SEALED:
        return PartKind.ENCRYPTED
    if media_type.startswith("message/"):
        return PartKind.LETTER
    name = _name(part).lower()
    if media_type in {"application/ms-tnef", "application/vnd.ms-tnef"} or name == "winmail.dat":
        return PartKind.TNEF
    is_inside = part.get_content_disposition() != "attachment" and part.get("content-id")
    if media_type.startswith("image/") and is_inside:
        return PartKind.PICTURE
    return PartKind.FILE


def _unnamed(part: Message, kind: PartKind, position: int) -> str:
    if kind == PartKind.LETTER:
        inside = part.get_payload()
        first = inside[0] if isinstance(inside, list) and inside else None
        subject = words.field_text(first, "subject") if isinstance(first, Message) else ""
        return f"{subject or f'thu-{position}'}.eml"
    return f"tep-{position}{_ENDINGS.get(part.get_content_type(), '')}"


_ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "text/plain": ".txt",
    "text/html": ".html",
    "application/zip": ".zip",
}


def _name(part: Message) -> str:
    """The name of a file, in RFC 2231's form or, as many programs write it, in RFC 2047's."""
    try:
        said = part.get_filename() or ""
    except (ValueError, TypeError, IndexError, LookupError):
        return ""
    return words.decoded(said)


def _content(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, TypeError, LookupError, IndexError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _is_report(letter: Message) -> bool:
    kind = letter.get_param("report-type")
    is_of_delivery = isinstance(kind, str) and kind.lower() == "delivery-status"
    return letter.get_content_type() == "multipart/report" and is_of_delivery


def _is_automatic(letter: Message) -> bool:
    told = words.field_text(letter, "auto-submitted").lower()
    return bool(told) and not told.startswith("no")
