"""Decisions about calls without a database."""

import json
import re
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from lienthong.directory.rules.codes import form_of, whole_code
from lienthong.directory.types import CodeForm
from lienthong.kernel.text import clean_line
from lienthong.vxp.errors import AgencyIncomplete
from lienthong.vxp.types import FetchState, MessageType, Registration

# A list has so many lines at most. Of what waits the oldest: what is done goes, and the next ones
# come. Of what was sent the newest.
LONGEST_LIST = 1_000
# What one system may ask of the operators before they have answered some of it.
MOST_ASKED = 200
_LONGEST_NAME, _LONGEST_MAIL = 200, 254  # of an agency; an official name is not cut
LOG_KEPT = timedelta(days=90)
_LONGEST_SAID = 40
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_STATES = {str(state): state for state in FetchState}
_DOCUMENTS = {"replacement", "revocation", "update"}
_ZEROS = ("000", "00", "00")


def message_type(text: str) -> MessageType | None:
    """Return what a caller calls `edoc` or `status`, in any case; None for anything else."""
    said = text.strip().lower()
    return MessageType(said) if said in set(MessageType) else None


def sent_type(text: str) -> MessageType | None:
    """Return what a caller brings; as `message_type`, and by its business for what is a document.

    Source: one gateway of the field writes `replacement`, `revocation` and `update` there.
    """
    said = text.strip().lower()
    return MessageType.DOCUMENT if said in _DOCUMENTS else message_type(said)


def parcel_id(text: str) -> UUID | None:
    """Return a `docId` or `DocId` as we gave it; None for what was never one of ours."""
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def fetch_state(said: str, before: FetchState) -> FetchState:
    """Return how far a system is after it said so; a word that we do not know changes nothing.

    Also after `done`: such a word may say how the document fares in its business there.
    """
    known = _STATES.get(said.strip().lower())
    return known if known is not None else before


def kept_word(said: str) -> str:
    """Return what a system said, as it is kept."""
    return clean_line(said)[:_LONGEST_SAID]


def codes_above(code: str) -> list[str]:
    """Return the codes of all levels above a whole code, the nearest first.

    Source: Decision 20/2020/QĐ-TTg, Article 4 (from the left); QCVN 102:2016 (from the right).
    """
    groups = code.split(".")
    if form_of(code) == CodeForm.QD_20:
        return [".".join(groups[:end]) for end in range(len(groups) - 1, 0, -1)]
    above = []
    for place, zeros in enumerate(_ZEROS):
        if groups[place] != zeros:
            groups[place] = zeros
            above.append(".".join(groups))
    return above


def is_delegated(code: str, delegated: Collection[str]) -> bool:
    """Return whether a whole code lies below one of these; the code itself does not."""
    return not set(codes_above(code)).isdisjoint(delegated)


def read_registration(body: bytes) -> Registration:
    """Read what a caller says of an organisation. Raises AgencyIncomplete, CodeShape."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise AgencyIncomplete(fields="JSON") from error
    if not isinstance(told, dict):
        raise AgencyIncomplete(fields="JSON")
    said = {name: _line(told.get(name)) for name in ("code", "name", "mail", "mobile", "pcode")}
    missing = [name for name in ("code", "name") if not said[name]]
    if len(said["name"]) > _LONGEST_NAME:
        missing.append("name")
    if said["mail"] and not (_MAIL.fullmatch(said["mail"]) and len(said["mail"]) <= _LONGEST_MAIL):
        missing.append("mail")
    if missing:
        # In quotes: a member is named as it is written, never translated as a word would be.
        raise AgencyIncomplete(fields=", ".join(f"“{name}”" for name in missing))
    code = whole_code(said["code"])
    form_of(code)
    return Registration(code, said["name"], said["mail"], said["mobile"][:50], said["pcode"][:60])


def _line(value: object) -> str:
    return clean_line(value) if isinstance(value, str) else ""


def abbreviation_of(name: str) -> str:
    """Return the initials of an organisation's name: what stands for an abbreviation unsaid."""
    words = re.findall(r"\w+", name)
    return "".join(word[0] for word in words)[:20].upper()
