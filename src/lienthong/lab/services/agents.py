"""A fake agency: calls the tested server as a program of the field does, and notes what came."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lienthong.formats.vxp import moments
from lienthong.formats.vxp.fields import NAMES, PREFIX, SIGNATURE, SIGNED, VERSION, headers_of
from lienthong.formats.vxp.package_body import TAIL
from lienthong.lab.ports import Wire, WireBroken
from lienthong.lab.rules.letters import Made
from lienthong.lab.types import Heard, Noted, Pace, Party

JSON, BYTES = "application/json", "application/octet-stream"
_SHOWN = 300  # characters of an answer that a report keeps
_TRIES, _LONGEST_PAUSE = 4, 60  # of a call that a server wants later; seconds
# Made of the others, the same each time, or nobody's business.
_LEFT_OUT = {SIGNED, SIGNATURE, NAMES, VERSION}
BROKEN = 0  # in place of a status of HTTP


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, and what it says if it is one of the interface; `told` is empty otherwise."""

    heard: Heard
    told: dict[str, Any]

    @property
    def is_ok(self) -> bool:
        return self.told.get("status") == "OK" and str(self.told.get("ErrorCode")) == "0"

    @property
    def is_refusal(self) -> bool:
        """Whether it says no in the form of the interface."""
        code = str(self.told.get("ErrorCode", ""))
        return self.told.get("status") == "FAIL" and code not in ("0", "")

    @property
    def lines(self) -> list[dict[str, str]]:
        """The elements of a list, each value as text; nothing of what is none."""
        data = self.told.get("data")
        found = data if isinstance(data, list) else []
        return [
            {name: _text(value) for name, value in one.items()}
            for one in found
            if isinstance(one, dict)
        ]

    @property
    def shown(self) -> str:
        """As a report shows it: the beginning of what came."""
        if self.heard.status == BROKEN:
            return self.heard.content.decode(errors="replace")
        words = self.heard.content[:_SHOWN].decode(errors="replace")
        return f"{words}…" if len(self.heard.content) > _SHOWN else words


@dataclass(slots=True)
class Agent:
    """One client object of one agency. note: told of every call and its answer.

    is_forgetful: as no client of the field is: parameters of earlier calls are not sent again.
    """

    party: Party
    wire: Wire
    pace: Pace
    note: Callable[[Noted, Said], None]
    is_forgetful: bool = True
    values: dict[str, str] = field(default_factory=dict)
    stamp: str = ""

    def __post_init__(self) -> None:
        self.stamp = self.stamp or moments.stamp(self.pace.now())

    def call(
        self,
        operation: str,
        asked: Mapping[str, str] | None = None,
        body: bytes = b"",
        *,
        kind: str = JSON,
        method: str = "POST",
        over: Mapping[str, str] | None = None,
        secret: str = "",
    ) -> Said:
        """Call an operation. over: header fields that are put over what was signed.

        secret: to sign with, instead of the party's own.
        """
        fields = self._fields(asked or {}, kind, secret) | dict(over or {})
        fields.setdefault("Content-Type", kind)
        begun = self.pace.elapsed()
        heard = self._heard(operation, method, fields, body)
        said = Said(heard, _told(heard))
        spent = round((self.pace.elapsed() - begun) * 1000)
        sent = {n: value[:_SHOWN] for n, value in fields.items() if n.startswith(PREFIX)}
        self.note(
            Noted(
                self.party.code,
                f"{method} {operation}",
                {name: value for name, value in sent.items() if name not in _LEFT_OUT},
                _body(body),
                heard.status,
                said.shown,
                spent,
            ),
            said,
        )
        return said

    def _heard(self, operation: str, method: str, fields: dict[str, str], body: bytes) -> Heard:
        """Call, and again when the server says when (Retry-After): its limits are not at fault."""
        for left in reversed(range(_TRIES)):
            try:
                heard = self.wire.call(operation, method=method, fields=fields, body=body)
            except WireBroken as broken:
                return Heard(BROKEN, str(broken).encode())
            pause = heard.fields.get("retry-after", "")
            if not (left and pause.isdecimal()):
                break
            self.pace.sleep(min(int(pause), _LONGEST_PAUSE))
        return heard

    def send(
        self, made: Made, message_type: str = "edoc", *, body: bytes | None = None, **changes: Any
    ) -> Said:
        """Bring a package. body: instead of its bytes and two more; changes: to what is asked."""
        asked, over, rest = self._sending(made, message_type, changes)
        content = made.content + TAIL if body is None else body
        return self.call("sendEdoc", asked, content, kind=BYTES, over=over, **rest)

    def send_and_hang_up(self, made: Made, message_type: str = "edoc") -> None:
        """Bring a package and go before it is answered. Raises WireBroken."""
        asked, _over, _rest = self._sending(made, message_type, {})
        fields = self._fields(asked, BYTES, "") | {"Content-Type": BYTES}
        self.wire.drop("sendEdoc", fields=fields, body=made.content + TAIL)

    def _sending(
        self, made: Made, message_type: str, changes: dict[str, Any]
    ) -> tuple[dict[str, str], dict[str, str], dict[str, Any]]:
        """Return what is asked, fields put over it, and how else the call differs."""
        rest: dict[str, Any] = {
            name: changes.pop(name) for name in ("secret", "method") if name in changes
        }
        over: dict[str, str] = changes.pop("over", {})
        digest = hashlib.sha256(made.content).hexdigest()
        asked = {
            "from": self.party.code,
            "servicetype": "eDoc",
            "messagetype": message_type,
            "hash-file": digest,
        }
        asked |= {name.replace("_", "-").strip("-"): value for name, value in changes.items()}
        return asked, over, rest

    def listed(self, message_type: str = "edoc", **asked: str) -> list[dict[str, str]]:
        """Return what waits; nothing for an answer that is none."""
        named = {"servicetype": "eDoc", "messagetype": message_type, **asked}
        return self.call("getReceivedEdocList", named).lines

    def get(self, doc_id: str) -> bytes:
        """Fetch a package; nothing for an answer that is none."""
        told = self.call("getEdoc", {"docId": doc_id, "filePath": ""}, b"{}").told
        try:
            return base64.b64decode(str(told.get("data", "")), validate=True)
        except ValueError:
            return b""

    def update(self, doc_id: str, status: str) -> Said:
        """Say how the fetching went."""
        return self.call("updateStatus", {"status": status, "docid": doc_id}, b"{}")

    def _fields(self, asked: Mapping[str, str], kind: str, secret: str) -> dict[str, str]:
        if self.is_forgetful or not self.values:
            self.values = {"systemid": self.party.systemid, "timestamp": self.stamp}
        self.values |= {**asked, "Content-Type": kind}
        return headers_of(self.values, (secret or self.party.secret).encode())


def _text(value: object) -> str:
    """An array of one code is read as the code, as clients do."""
    if isinstance(value, list) and len(value) == 1:
        return str(value[0])
    return str(value)


def _told(heard: Heard) -> dict[str, Any]:
    try:
        told = json.loads(heard.content) if heard.status else {}
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _body(body: bytes) -> str:
    """What a report says of a body: short ones whole, others by size and digest."""
    if len(body) <= _SHOWN and body.isascii():
        return body.decode("ascii").strip()
    return f"{len(body)} bytes, sha256 {hashlib.sha256(body).hexdigest()}"
