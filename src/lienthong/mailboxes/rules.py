"""Decisions about letters without a database: whose address it is, and whether that is proven."""

import hashlib
import re
from collections.abc import Iterable
from datetime import timedelta

from lienthong.formats.mail.types import ReadLetter
from lienthong.mailboxes.errors import HostShape, MailboxFieldMissing
from lienthong.mailboxes.types import Proof

POLL = timedelta(minutes=1)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=30)
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_ADDRESS = re.compile(r"[^\s@<>\"]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?")
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"(?i)^(dmarc|dkim|auth)\s*=\s*([a-z]+)(.*)$")
_PROPERTY = re.compile(r"(?i)\b(header\.from|header\.d|header\.i|smtp\.auth)\s*=\s*\"?([^\s;\"]+)")
_OURS = re.compile(r"lt\.[0-9a-f]{32}")


def pause(failures: int) -> timedelta:
    """Return how long a mailbox is left alone after so many failures in a row: 30 s … 30 min."""
    return min(_FIRST_PAUSE * float(2 ** min(failures - 1, 10)), _LONGEST_PAUSE)


def clean_host(host: str, port: int, *, is_secure: bool, networks: Iterable[str]) -> str:
    """Return a server's name as it is kept. Raises HostShape."""
    name = host.strip().lower().rstrip(".")
    is_clear_allowed = is_secure or bool(tuple(networks))
    if not (_HOST.fullmatch(name) and 0 < port < 65_536 and is_clear_allowed):
        raise HostShape
    return name


def clean_address(address: str, *, field: str) -> str:
    """Return a mail address as it is kept. Raises MailboxFieldMissing."""
    plain = address.strip().lower()
    if len(plain) > 254 or not _ADDRESS.fullmatch(plain):
        raise MailboxFieldMissing(field=field)
    return plain


def proof(results: Iterable[str], *, authserv: str, address: str) -> Proof:
    """Return what the mailbox's own server found out about a sender.

    results: Authentication-Results fields, the topmost first; only that server's count, and the
    topmost alone: what stands below it may have come with the letter. DMARC counts, a DKIM
    signature of the very domain of From, and a sender who had signed in there as this address.
    Source: RFC 8601, sections 2.2, 5 and 7.1.
    """
    wanted, domain = authserv.strip().lower(), address.rpartition("@")[2]
    if not wanted or not domain:
        return Proof.NOT_TOLD
    own = next((one for one in results if _speaker(one) == wanted), None)
    if own is None:
        return Proof.NOT_TOLD
    found = [_result(one, domain, address) for one in _COMMENT.sub(" ", own).split(";")[1:]]
    if Proof.FAILED in found and Proof.PASSED not in found:
        return Proof.FAILED
    if any(_is_dmarc_failure(one) for one in _COMMENT.sub(" ", own).split(";")[1:]):
        return Proof.FAILED
    return Proof.PASSED if Proof.PASSED in found else Proof.NOT_TOLD


def _speaker(value: str) -> str:
    words = _COMMENT.sub(" ", value).partition(";")[0].split()
    return words[0].strip('"').lower() if words else ""


def _is_dmarc_failure(text: str) -> bool:
    found = _RESULT.match(text.strip())
    return found is not None and found[1].lower() == "dmarc" and found[2].lower() == "fail"


def _result(text: str, domain: str, address: str) -> Proof:
    found = _RESULT.match(text.strip())
    if found is None:
        return Proof.NOT_TOLD
    method, told = found[1].lower(), found[2].lower()
    facts = {name.lower(): value.lower() for name, value in _PROPERTY.findall(found[3])}
    about = {
        "dmarc": facts.get("header.from", "") == domain,
        "dkim": domain in {facts.get("header.d", ""), _domain(facts.get("header.i", ""))},
        "auth": facts.get("smtp.auth", "") == address,
    }[method]
    if told == "fail" and method != "auth":
        return Proof.FAILED
    return Proof.PASSED if told == "pass" and about else Proof.NOT_TOLD


def _domain(identity: str) -> str:
    return identity.rpartition("@")[2]


def print_of(letter: ReadLetter) -> str:
    """Return what makes a letter itself, whatever number its server gives it: SHA-256.

    Servers add fields on top of a letter that they move; what its sender wrote stays.
    """
    digest = hashlib.sha256()
    for word in (
        letter.message_id,
        letter.sender.address,
        letter.subject,
        str(letter.sent_at),
        letter.text,
        repr(letter.report),
    ):
        digest.update(hashlib.sha256(word.encode("utf-8", "replace")).digest())
    for part in letter.parts:
        digest.update(hashlib.sha256(part.name.encode("utf-8", "replace")).digest())
        digest.update(hashlib.sha256(part.content).digest())
    return digest.hexdigest()


def our_reference(letter: ReadLetter) -> str:
    """Return which letter of ours a report is about; "" for another's (see routes)."""
    if letter.report is None:
        return ""
    found = _OURS.search(letter.report.envelope_id) or _OURS.search(letter.report.message_id)
    return found[0] if found else ""
