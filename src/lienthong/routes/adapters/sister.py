"""Another installation of this program by its `/api/v1`, as one of its systems.

Every call is signed (RFC 9421), with the digest of its body.
"""

import http.client
import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from lienthong.apikit.signing import SigningKey, content_digest, signed_headers
from lienthong.kernel import clock
from lienthong.kernel.disk import PIECE
from lienthong.kernel.text import clean_block, clean_line
from lienthong.routes.adapters.http import LONGEST, LONGEST_PACKAGE, Asked, call, whole
from lienthong.routes.ports import Away, TurnedDown
from lienthong.routes.types import (
    Access,
    CarriedFile,
    CourseThere,
    DeliveryThere,
    LineThere,
    SubmittedThere,
    TheirAgency,
    Trouble,
)

_API = "/api/v1"
_PAGES = 100  # of the list of agencies
_PAGE = 200
_MOST_ENTRIES = 2_000  # of one list in an answer
_LARGEST_RECEIPT = 64 * 1024  # bytes
# The address of a receipt as this interface gives it: nothing else is asked for.
_RECEIPT = re.compile(r"/api/v1/records/[\w./?=&%:-]{1,280}", re.ASCII)
_ENDED = {"refused", "finished", "recalled"}
_FORM, _JSON = "multipart/form-data; boundary=", "application/json"
_BUSY = {http.HTTPStatus.TOO_MANY_REQUESTS, http.HTTPStatus.UNAUTHORIZED}


class SisterSite:
    """Calls the interface of one installation; see ports.Sister."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._key = SigningKey.read(access.secret.encode(), access.caller)

    def submit(
        self, document: Mapping[str, Any], files: Sequence[CarriedFile], *, speaker: str
    ) -> SubmittedThere:
        boundary = secrets.token_hex(16)

        def pieces() -> Iterator[bytes]:
            return _form(document, files, boundary)

        length = sum(len(piece) for piece in pieces())
        fields = {"Content-Type": f"{_FORM}{boundary}"}
        asked = self._signed(
            "POST", "/submissions", speaker, fields, digest=content_digest(pieces())
        )
        told = self._answer(
            Asked("POST", asked[0], asked[1], pieces(), length, LONGEST + LONGEST_PACKAGE)
        )
        return SubmittedThere(
            _word(told, "dispatch"),
            tuple(_delivery(one) for one in _list(told, "deliveries")),
        )

    def find(
        self, document_id: str, *, reference_code: str, issued_on: date, speaker: str
    ) -> list[DeliveryThere]:
        """An older one does not know how to look for one, and lists others."""
        asked = urlencode({"sender_document_id": document_id})
        wanted = (reference_code, issued_on.isoformat())
        for one in _list(self._get(f"/documents?{asked}", speaker), "sent"):
            found = one.get("document")
            if isinstance(found, dict) and wanted == (
                found.get("reference_code"),
                found.get("issued_on"),
            ):
                made = self._get(f"/documents/{quote(str(found.get('id', '')))}", speaker)
                return [_delivery(each) for each in _list(made, "deliveries")]
        return []

    def course(self, their_delivery: str, *, speaker: str) -> CourseThere:
        told = self._get(f"/deliveries/{quote(their_delivery)}", speaker)
        is_open = bool(told.get("is_change_pending")) or told.get("state") not in _ENDED
        return CourseThere(tuple(_line(one) for one in _list(told, "course")), not is_open)

    def ask_back(
        self, their_dispatch: str, codes: Sequence[str], *, reason: str, key: str, speaker: str
    ) -> None:
        said = {"key": key, "reason": reason, "recipients": list(codes)}
        body = json.dumps(said, ensure_ascii=False).encode()
        url, fields = self._signed(
            "POST",
            f"/dispatches/{quote(their_dispatch)}/recall",
            speaker,
            {"Content-Type": _JSON},
            digest=content_digest([body]),
        )
        self._answer(Asked("POST", url, fields, [body], len(body)))

    def receipt(self, href: str, *, speaker: str) -> str | None:
        if not _RECEIPT.fullmatch(href):
            raise TurnedDown("routes.odd-receipt", href[:100])
        told = self._get(href.removeprefix(_API), speaker, largest=_LARGEST_RECEIPT)
        return json.dumps(told, ensure_ascii=False)

    def agencies(self, *, speaker: str) -> list[TheirAgency]:
        found: list[TheirAgency] = []
        after = ""
        for _page in range(_PAGES):
            asked = urlencode({"limit": _PAGE, **({"after": after} if after else {})})
            told = self._get(f"/agencies?{asked}", speaker)
            today = clock.local_day(clock.now()).isoformat()
            found += [_agency(one) for one in _list(told, "agencies") if _is_there(one, today)]
            after = str(told.get("next") or "")
            if not after:
                return found
        # Those of the pages behind would be taken for gone.
        raise Away(Trouble.ODD_ANSWER, "too many agencies")

    def _get(self, path: str, speaker: str, *, largest: int | None = None) -> dict[str, Any]:
        url, fields = self._signed("GET", path, speaker, {})
        asked = Asked("GET", url, fields)
        return call(asked, self._access, partial(_understood, largest=largest))

    def _signed(
        self,
        method: str,
        path: str,
        speaker: str,
        fields: Mapping[str, str],
        *,
        digest: str | None = None,
    ) -> tuple[str, dict[str, str]]:
        url = f"{self._access.address}{_API}{path}"
        told = {"Lienthong-Agency": speaker, **fields}
        signed = signed_headers(method, url, told, key=self._key, now=clock.now(), digest=digest)
        return url, {**signed, "Accept-Encoding": "identity"}

    def _answer(self, asked: Asked) -> dict[str, Any]:
        return call(asked, self._access, _understood)


def _understood(answer: http.client.HTTPResponse, *, largest: int | None = None) -> dict[str, Any]:
    """Return what the other side answers. Raises TurnedDown, and Away for what is no answer."""
    content = whole(answer, largest=largest)
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Away(Trouble.ODD_ANSWER, f"HTTP {answer.status}") from error
    if not isinstance(told, dict):
        raise Away(Trouble.ODD_ANSWER, f"HTTP {answer.status}")
    if 200 <= answer.status < 300:
        return told
    code = str(told.get("code", ""))
    said = str(told.get("detail") or told.get("title") or "")
    if answer.status in _BUSY:
        raise Away(Trouble.NOT_LET_IN, f"{code} {said}".strip())
    if not code or answer.status >= 500 or answer.status < 400:
        raise Away(Trouble.ODD_ANSWER, f"HTTP {answer.status} {code}".strip())
    raise TurnedDown(code, said)


def _form(
    document: Mapping[str, Any], files: Sequence[CarriedFile], boundary: str
) -> Iterator[bytes]:
    """Yield the body of a submission: the document, then its files piece by piece."""
    said = json.dumps(document, ensure_ascii=False).encode()
    yield _head(boundary, "document", _JSON, "") + said
    for file in files:
        yield b"\r\n" + _head(boundary, file.part, "application/octet-stream", file.part)
        with closing(file.open()) as source:
            while piece := source.read(PIECE):
                yield piece
    yield f"\r\n--{boundary}--\r\n".encode()


def _head(boundary: str, name: str, media_type: str, file_name: str) -> bytes:
    named = f'; filename="{file_name}"' if file_name else ""
    field = f'Content-Disposition: form-data; name="{name}"{named}'
    return f"--{boundary}\r\n{field}\r\nContent-Type: {media_type}\r\n\r\n".encode()


def _list(told: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = told.get(name)
    if not isinstance(found, list) or len(found) > _MOST_ENTRIES:
        raise Away(Trouble.ODD_ANSWER, name)
    return [one for one in found if isinstance(one, dict)]


def _delivery(one: Mapping[str, Any]) -> DeliveryThere:
    recipient = one.get("recipient")
    code = _word(recipient, "code") if isinstance(recipient, dict) else ""
    return DeliveryThere(_word(one, "id"), code, _receipt(one), _word(one, "dispatch"))


def _line(one: Mapping[str, Any]) -> LineThere:
    entered, happened = one.get("entered_on"), one.get("happened_at")
    try:
        return LineThere(
            id=_word(one, "id"),
            code=_word(one, "code"),
            note=clean_block(str(one.get("note") or "")),
            entry_number=_word(one, "entry_number"),
            entered_on=date.fromisoformat(entered) if entered else None,
            happened_at=_moment(happened),
            receipt=_receipt(one),
        )
    except (TypeError, ValueError) as error:
        raise Away(Trouble.ODD_ANSWER, "course") from error


def _moment(said: Any) -> datetime | None:
    """A moment without its zone says nothing, and so does one that no other zone can write."""
    found = datetime.fromisoformat(said) if said else None
    try:
        return found.astimezone(UTC) if found and found.tzinfo else None
    except OverflowError:
        return None


def _word(one: Mapping[str, Any], name: str) -> str:
    """What stands in a member, as one line that a table can hold; "" where nothing does."""
    said = one.get(name)
    return "" if said is None else clean_line(str(said))


def _receipt(one: Mapping[str, Any]) -> str:
    """The address of a receipt; "" for any other, which is never asked for."""
    said = one.get("receipt")
    return said if isinstance(said, str) and _RECEIPT.fullmatch(said) else ""


def _is_there(one: Mapping[str, Any], today: str) -> bool:
    """Whether an agency takes part on a day; days are compared as ISO 8601 writes them."""
    terms = one.get("participation")
    ends = (
        [each.get("ends_on") for each in terms if isinstance(each, dict)]
        if isinstance(terms, list)
        else []
    )
    is_over = bool(one.get("valid_to")) and str(one["valid_to"]) < today
    return not is_over and any(end is None or str(end) >= today for end in ends)


def _agency(one: Mapping[str, Any]) -> TheirAgency:
    codes = one.get("codes")
    code = _word(one, "code")
    others = [clean_line(str(each)) for each in codes] if isinstance(codes, list) else []
    return TheirAgency(
        code, _word(one, "name"), old_codes=tuple(each for each in others if each != code)
    )
