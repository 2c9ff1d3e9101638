"""A mail server that relays letters (RFC 5321), by TLS or STARTTLS, each answer bounded.

The standard library's client wants a whole letter in memory, and opens its line itself; this one
streams over `open_line`. `smtps://` is TLS from the beginning (465), `smtp://` STARTTLS, without
which nothing is said (587), `smtp+clear://` neither, in private networks only (25).
"""

import socket
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from lienthong.apikit.outbound import NoLine, open_line, trouble_of, trust_also
from lienthong.formats.mail.write import Letter, size_of_letter, write_letter
from lienthong.routes.ports import TOO_LARGE, Away, Later, TurnedDown
from lienthong.routes.types import Access, Trouble

# Seconds for one answer, for the whole of a letter, and for the answer to one, which may be looked
# through for viruses first (RFC 5321 4.5.3.2.6 asks for ten minutes).
PATIENCE, LONGEST, LONGEST_LETTER, LAST_ANSWER = 20.0, 60.0, 900.0, 300.0
_PORTS = {"smtps": 465, "smtp": 587, "smtp+clear": 25}
# Bytes of a line of an answer, and lines of one answer.
_LONGEST_LINE, _MOST_LINES = 2_000, 100
_AWAY = 421  # the server ends the connection, whatever was asked
_TOO_LARGE = 552


class MailServer:
    """Brings letters to one server; see ports.Relay."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def send(self, letter: Letter) -> None:
        size = size_of_letter(letter)
        with self._let_in(LONGEST_LETTER) as talk:
            if 0 < talk.largest < size:
                raise TurnedDown(TOO_LARGE, f"{size} > {talk.largest} B")
            self._announce(talk, letter, size)
            _require(talk.ask("DATA"), {354})
            talk.tell(write_letter(letter))
            _require(talk.ask(".", patience=LAST_ANSWER), {250})

    def probe(self) -> None:
        with self._let_in(LONGEST) as talk:
            talk.ask("NOOP")

    def _announce(self, talk: "_Talk", letter: Letter, size: int) -> None:
        """Say from whom and to whom. A server that takes no such sender takes no letter of ours."""
        told = [f" SIZE={size}"] if "SIZE" in talk.offers else []
        notify = ""
        if "DSN" in talk.offers:
            told.append(f" RET=HDRS ENVID={letter.reference}")
            notify = " NOTIFY=FAILURE,DELAY"
        answer = talk.ask(f"MAIL FROM:<{letter.sender}>{''.join(told)}")
        if answer.code == _TOO_LARGE:
            raise TurnedDown(TOO_LARGE, answer.said)
        if answer.code != 250:
            raise Away(Trouble.NOT_LET_IN, answer.said)
        _require(talk.ask(f"RCPT TO:<{letter.to}>{notify}"), {250, 251})

    @contextmanager
    def _let_in(self, seconds: float) -> Iterator["_Talk"]:
        """Connect, greet and sign in. Raises Away for all that is the server's or the line's."""
        scheme, parts = _parts(self._access.address)
        is_begun = False

        def ask_for_tls(line: socket.socket) -> None:
            talk = _Talk(line)
            talk.greet(is_new=True)
            if "STARTTLS" not in talk.offers or talk.ask("STARTTLS").code != 220:
                raise Away(Trouble.TLS_FAILED, "no STARTTLS")

        try:
            with open_line(
                parts,
                self._access.networks,
                seconds=seconds,
                patience=PATIENCE,
                trust=trust_also(self._access.authority),
                before_tls=ask_for_tls if scheme == "smtp" else None,
            ) as line:
                is_begun = True
                talk = _Talk(line)
                talk.greet(is_new=scheme != "smtp")
                self._sign_in(talk)
                yield talk
                with suppress(Away, OSError):  # it has the letter; how we part says nothing
                    talk.ask("QUIT")
        except (NoLine, OSError) as error:
            trouble, said = trouble_of(error, is_begun=is_begun)
            raise Away(Trouble(trouble), said) from error

    def _sign_in(self, talk: "_Talk") -> None:
        """Raises Away where the server does not know us."""
        if not self._access.caller:
            return
        name, secret = self._access.caller, self._access.secret
        if "PLAIN" in talk.offers.get("AUTH", ""):
            told = b64encode(f"\0{name}\0{secret}".encode()).decode()
            answer = talk.ask(f"AUTH PLAIN {told}")
        else:
            answer = talk.ask("AUTH LOGIN")
            for word in (name, secret):
                if answer.code == 334:
                    answer = talk.ask(b64encode(word.encode()).decode())
        if answer.code != 235:
            raise Away(Trouble.NOT_LET_IN, answer.said)


@dataclass(frozen=True, slots=True)
class _Answer:
    code: int
    lines: list[str]

    @property
    def said(self) -> str:
        return f"{self.code} {' '.join(self.lines)}"


@dataclass(slots=True)
class _Talk:
    """One connection: a line asked, an answer read, byte by byte so that nothing is read past it.

    offers: what the server can, by keyword; largest: bytes of a letter, 0 for any.
    """

    line: socket.socket
    offers: dict[str, str] = field(default_factory=dict)

    @property
    def largest(self) -> int:
        said = self.offers.get("SIZE", "")
        return int(said) if said.isdecimal() and len(said) < 15 else 0

    def greet(self, *, is_new: bool) -> None:
        """Raises Away where the server wants nobody now, or is none. is_new: it speaks first."""
        if is_new and (answer := self._answer()).code != 220:
            raise Away(Trouble.NOT_LET_IN, answer.said)
        answer = self.ask(f"EHLO {settings.LIENTHONG_INSTALLATION}")
        if answer.code != 250:
            raise Away(Trouble.ODD_ANSWER, answer.said)
        words = (line.upper().partition(" ") for line in answer.lines[1:])
        self.offers = {name: rest for name, _space, rest in words}

    def ask(self, words: str, *, patience: float = PATIENCE) -> _Answer:
        """Raises Away where the server ends the connection."""
        self.line.sendall(words.encode() + b"\r\n")
        self.line.settimeout(patience)
        answer = self._answer()
        self.line.settimeout(PATIENCE)
        if answer.code == _AWAY:
            raise Away(Trouble.NOT_LET_IN, answer.said)
        return answer

    def tell(self, pieces: Iterable[bytes]) -> None:
        """Send a letter. A dot that begins a line is doubled (RFC 5321 4.5.2)."""
        last = b"\n"
        for piece in pieces:
            told = piece.replace(b"\n.", b"\n..")
            if last == b"\n" and piece.startswith(b"."):
                told = b"." + told
            self.line.sendall(told)
            last = piece[-1:] or last

    def _answer(self) -> _Answer:
        lines: list[str] = []
        while len(lines) < _MOST_LINES:
            line = self._read()
            if not line[:3].isdecimal() or line[3:4] not in ("", " ", "-"):
                raise Away(Trouble.ODD_ANSWER, line[:100])
            lines.append(line[4:])
            if line[3:4] != "-":
                return _Answer(int(line[:3]), lines)
        raise Away(Trouble.ODD_ANSWER, "answer too long")

    def _read(self) -> str:
        came = bytearray()
        while not came.endswith(b"\n"):
            piece = self.line.recv(1)
            if not piece:
                raise Away(Trouble.NO_ANSWER)
            came += piece
            if len(came) > _LONGEST_LINE:
                raise Away(Trouble.ODD_ANSWER, "answer too long")
        return came.decode("utf-8", "replace").rstrip("\r\n")


def _require(answer: _Answer, wanted: set[int]) -> None:
    """Raises Later where the server asks to come again, TurnedDown where it wants it never."""
    if answer.code in wanted:
        return
    if 400 <= answer.code < 500:
        raise Later(answer.said)
    if 500 <= answer.code < 600:
        raise TurnedDown(str(answer.code), answer.said)
    raise Away(Trouble.ODD_ANSWER, answer.said)


def _parts(address: str) -> tuple[str, SplitResult]:
    """Return the scheme, and the address as `open_line` reads it."""
    parts = urlsplit(address)
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else parts.hostname
    secured = "http" if parts.scheme == "smtp+clear" else "https"
    return parts.scheme, urlsplit(f"{secured}://{host}:{parts.port or _PORTS[parts.scheme]}")
