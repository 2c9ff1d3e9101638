"""The lab's axis as a whole: one call after another, each answered, seen, and perhaps spoilt."""

import base64
import hashlib
import threading
import time
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from lienthong.formats.vxp import answers
from lienthong.formats.vxp.package_body import TAIL
from lienthong.kernel.refusals import Refusal
from lienthong.lab.services.axis.door import Refused, caller
from lienthong.lab.services.axis.operations import EMPTY, METHODS, OPERATIONS, Visit
from lienthong.lab.services.axis.store import Parcel, Seen, Store
from lienthong.lab.types import Asked, Fault, Given, Mischief, Party

_PAGE = b"<html><body><h1>500 Internal Server Error</h1></body></html>"
_SHOWN = 300  # characters of an answer that a report keeps
CANARY = "canary"  # an address that nobody asks for who reads packages safely


class Axis:
    """Answers calls from memory. Safe in several threads; nothing of it is kept at the end."""

    def __init__(
        self,
        parties: Iterable[Party],
        *,
        now: Callable[[], datetime],
        faults: Collection[Fault] = (),
        list_limit: int = 1_000,
        slow_seconds: float = 20.0,
    ) -> None:
        """faults: what it does badly, always. slow_seconds: how late a slow answer comes."""
        known = list(parties)
        self.store = Store(known, {one.code: one.name or one.code for one in known})
        self.faults, self._now, self._list_limit = frozenset(faults), now, list_limit
        self._slow = slow_seconds
        self.seen: list[Seen] = []
        self.mischief: dict[str, list[Mischief]] = {}
        self.is_canary_asked = False
        self.changed = threading.Condition(threading.RLock())

    def answer(self, asked: Asked) -> Given:
        """Answer one call, and remember it."""
        begun = time.monotonic()
        with self.changed:
            name = asked.operation.strip("/")
            if Fault.STRICT_PATHS in self.faults:
                name = asked.operation.removeprefix("/")
            if name == CANARY:
                self.is_canary_asked = True
                return Given(200, b"canary", "text/plain")
            trick = self._trick(name)
            visit, code, given = self._done(asked, name, trick)
            self.seen.append(_seen(asked, name, visit, code=code, given=given, begun=begun))
            self.changed.notify_all()
        return self._spoilt(given, trick)

    def put(self, parcel: Parcel) -> Parcel:
        """Let a package of the lab wait for a client."""
        with self.changed:
            return self.store.put(parcel)

    def _trick(self, name: str) -> Mischief | None:
        waiting = self.mischief.get(name)
        return waiting.pop(0) if waiting else None

    def _done(
        self, asked: Asked, name: str, trick: Mischief | None
    ) -> tuple[Visit | None, str, Given]:
        visit: Visit | None = None
        try:
            if trick is Mischief.BROKEN_PAGE:
                raise Refused("axis.broken", "Máy chủ gặp lỗi.", status=500)
            _require_known(asked, name)
            now = self._now()
            call = caller(asked, self.store, self.faults, now=now)
            visit = Visit(asked, call, self.store, self.faults, now, self._list_limit)
            if trick is Mischief.REFUSES:
                raise Refused("axis.busy", "Trục đang bận, gửi lại sau.")
            members = OPERATIONS[name](visit)
        except Refused as refusal:
            return visit, refusal.code, self._refused(name, refusal)
        except Refusal as refusal:
            said = f"{refusal.sentence} {refusal.cause}" % _Facts(refusal.facts)
            return visit, refusal.code, self._refused(name, Refused(refusal.code, said))
        if name == "downloadEdoc":
            content = base64.b64decode(members["data"])
            return visit, "", Given(200, content, "application/octet-stream")
        if Fault.NULLS in self.faults:
            members |= {"extra": None}
        return visit, "", Given(200, answers.written(answers.done(**members)))

    def _refused(self, name: str, refusal: Refused) -> Given:
        if name == "downloadEdoc" and Fault.BODIES_OF_ERRORS not in self.faults:
            return Given(404, b"", "application/octet-stream")
        if Fault.PLAIN_ERRORS in self.faults:
            return Given(500, _PAGE, "text/html")
        failed: dict[str, Any] = answers.failed(refusal.code, refusal.words, **EMPTY.get(name, {}))
        return Given(refusal.status, answers.written(failed))

    def _spoilt(self, given: Given, trick: Mischief | None) -> Given:
        if trick is Mischief.LOSES_ANSWER:
            return Given(given.status, given.content, is_lost=True)
        if trick is Mischief.SLOW:
            return Given(given.status, given.content, seconds=self._slow)
        if trick is Mischief.BROKEN_PAGE:
            return Given(500, _PAGE, "text/html")
        if trick is Mischief.HALF_JSON:
            return Given(200, given.content[: len(given.content) // 2])
        return given


class _Facts(dict[str, object]):
    """Facts of a refusal; a place without one stays empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _require_known(asked: Asked, name: str) -> None:
    if name not in OPERATIONS:
        raise Refused("axis.operation", f"Không có thao tác {name[:60]}.")
    if asked.method not in METHODS.get(name, ("POST",)):
        raise Refused("axis.method", f"{name} không gọi bằng {asked.method[:10]}.", status=405)


def _seen(
    asked: Asked, name: str, visit: Visit | None, *, code: str, given: Given, begun: float
) -> Seen:
    values = dict(visit.call.values) if visit else {}
    short = asked.content[:_SHOWN].decode(errors="replace") if name != "sendEdoc" else ""
    content = asked.content.removesuffix(TAIL) if name == "sendEdoc" else b""
    return Seen(
        at=begun,
        systemid=values.get("systemid", ""),
        operation=name,
        values=values,
        body=short or f"{len(asked.content)} bytes",
        digest=hashlib.sha256(content).hexdigest() if content else "",
        package=visit.package if visit else None,
        content=content,
        code=code,
        doc_id=visit.doc_id if visit else "",
        answer=given.content[:_SHOWN].decode(errors="replace"),
        status=given.status,
        milliseconds=round((time.monotonic() - begun) * 1000),
    )
