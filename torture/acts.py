"""Acts as the software of agencies and their people do them: asked for until they are answered.

Whoever gets no answer asks for the same again, with the same key; that is all the interface wants.
"""

import hashlib
import re
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from lienthong.formats.edxml.types import Code
from lienthong.gateways.adapters.site_client import Site, SiteAway, SiteClient, SiteRefused
from lienthong.kernel import clock
from lienthong.vxp.adapters.client import AxisAway, AxisClient, AxisRefused, AxisSite
from torture.family import PATIENCE

Told = dict[str, Any]
_T = TypeVar("_T")
_PAUSE = 0.02
_SIGN_IN = "/dang-nhap/"
_ADDRESS = re.compile(r"/chuyen-phat/([0-9a-f-]{36})/")
# What a busy or hurt installation answers through the axis' interface; asked again like silence.
_PASSING_CODES = re.compile(r"database-away|disk-full|server-busy|request-cut|busy|-1")


class Unanswered(Exception):
    """An act was asked for again and again for the whole of a round's patience."""


def insist(call: Callable[[], _T]) -> _T:
    """Ask until there is an answer. Raises Unanswered, and the refusal of the other side."""
    until, last = time.monotonic() + PATIENCE, ""
    while time.monotonic() < until:
        try:
            return call()
        except (SiteAway, AxisAway, httpx.TransportError, _Again) as away:
            last = repr(away)
        except AxisRefused as refused:
            if not _PASSING_CODES.search(str(refused.answer)):
                raise
            last = repr(refused)
        time.sleep(_PAUSE)
    raise Unanswered(last)


def number_of(key: str) -> int:
    """Return the number of the document that is sent under a key: unlike every other."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:7], 16) + 1


@dataclass(frozen=True)
class _Party:
    """What a package says of an agency."""

    code: str
    name: str
    abbreviation: str


def _party(told: Told) -> _Party:
    return _Party(told["code"], told["name"], told["abbreviation"])


class _Again(Exception):
    """A page said that it could not be done now."""


# All lines here are without TLS: to load the authorities of the world takes longer than a call.
_LINE = httpx.HTTPTransport(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


class _NearSite(SiteClient):
    transport = _LINE


class _NearAxis(AxisClient):
    transport = _LINE


@dataclass
class Agency:
    """One agency's software or people. told: what `province.found` wrote about it.

    address: of the installation, or of the wire before it.
    """

    address: str
    told: Told
    folder: Path

    @cached_property
    def site(self) -> SiteClient:
        return _NearSite(
            Site(self.address, token=self.told["token"]), pause=lambda _s: time.sleep(_PAUSE)
        )

    @property
    def axis(self) -> AxisClient:
        site = AxisSite(f"{self.address}/vxp", self.told["slug"], self.told["secret"])
        return _NearAxis(site, now=clock.now(), is_forgetful=True)

    def submit(self, key: str, *codes: str, in_two: bool = False) -> Told:
        """Send a document of one's own, as one request or as two; return what was answered."""
        file = self._letter(key)
        document = self._document(key, codes)
        if not in_two:
            return dict(insist(lambda: self.site.submit(document, [file])))
        while True:
            said = {**document, "content": {"upload": insist(lambda: self._upload(key, file))}}
            try:
                return dict(insist(partial(self.site.ask, "POST", "/api/v1/documents", said)))
            except SiteRefused as refused:
                # The machine went dark right after it; there is no document under the key.
                if refused.problem.get("code") != "blobs.upload-closed":
                    raise
                (self.folder / f"{key}.upload").unlink()

    def _upload(self, key: str, file: Path) -> str:
        """Bring a file and keep what it is called there: another upload is another document."""
        kept = self.folder / f"{key}.upload"
        if not kept.exists():
            made = kept.with_suffix(f".{uuid4().hex}")
            made.write_text(self.site.upload(file)["id"])
            made.rename(kept)
        return kept.read_text()

    def _letter(self, key: str) -> Path:
        from tests.gateways.calls import a_pdf

        file = self.folder / f"{key}.pdf"
        if not file.exists():
            made = file.with_suffix(f".{uuid4().hex}")
            made.write_bytes(a_pdf(size=2_000))
            made.rename(file)
        return file

    def _document(self, key: str, codes: tuple[str, ...]) -> Told:
        number = number_of(key)
        day = clock.local_day(clock.now()).isoformat()
        said = self.folder / f"{key}.day"  # the same document whenever it is asked for again
        if not said.exists():
            said.write_text(day)
        content = {"name": "van-ban.pdf"}
        return {
            "key": key,
            "kind": "cong-van",
            "number": number,
            "notation": self.told["notation"],
            "issued_on": said.read_text() or day,
            "subject": f"V/v báo cáo lần {number}",
            "content": content,
            "attachments": [],
            "recipients": [{"agency": code} for code in codes],
        }

    def arrivals(self, after: str = "") -> Told:
        """List what arrived behind a place."""
        path = f"/api/v1/arrivals?after={after}" if after else "/api/v1/arrivals"
        return dict(insist(lambda: self.site.ask("GET", path)))

    def all_arrivals(self) -> list[str]:
        """List the deliveries that arrived, from the very first."""
        found, after = [], ""
        while True:
            page = self.arrivals(after)
            found += [one["id"] for one in page["arrivals"]]
            if not page["has_more"]:
                return found
            after = page["next"]

    def fetch(self, arrival: Told) -> str:
        """Save the content of an arrival, checked against what was announced; return its digest."""
        target = self.folder / f"{arrival['id']}.fetched"
        file = arrival["content"]
        insist(lambda: self.site.fetch(file["href"], target, sha256=file["sha256"]))
        target.unlink()
        return str(file["sha256"])

    def report(self, delivery: str, code: str, **facts: Any) -> Told:
        """Tell the sender a status, under a key that the code gives it."""
        said: Told = {"key": f"{code}.{delivery}", "code": code, **facts}
        if code == "03":
            said |= {"entry_number": "7", "entered_on": clock.local_day(clock.now()).isoformat()}
            day = self.folder / f"{delivery}.day"
            if not day.exists():
                day.write_text(said["entered_on"])
            said["entered_on"] = day.read_text() or said["entered_on"]
        path = f"/api/v1/deliveries/{delivery}/statuses"
        return dict(insist(lambda: self.site.ask("POST", path, said)))

    def recall(self, dispatch: str) -> Told:
        path = f"/api/v1/dispatches/{dispatch}/recall"
        said = {"key": f"recall.{dispatch}", "reason": "Sai số liệu"}
        return dict(insist(lambda: self.site.ask("POST", path, said)))

    def changes(self) -> list[Told]:
        return list(insist(lambda: self.site.ask("GET", "/api/v1/changes"))["changes"])

    def answer(self, change: str, *, agrees: bool) -> Told:
        said = {"key": f"answer.{change}", "agrees": agrees, "note": "Đã xử lý"}
        path = f"/api/v1/changes/{change}/answer"
        return dict(insist(lambda: self.site.ask("POST", path, said)))

    def receipt_at(self, href: str) -> Told:
        return dict(insist(lambda: self.site.ask("GET", href)))

    def prove_hooks(self) -> bool:
        """Ask for the challenge of hooks that are not proved; say whether all are.

        The challenge before may have run out of its time.
        """
        hooks = insist(lambda: self.site.ask("GET", "/api/v1/hooks"))["hooks"]
        unproved = [hook["id"] for hook in hooks if hook["state"] != "active"]
        for hook in unproved:
            insist(partial(self.site.ask, "POST", f"/api/v1/hooks/{hook}/challenge"))
        return not unproved

    def bring(self, key: str, *recipients: Told) -> str:
        """Bring a package through the axis' interface; the same bytes each time."""
        package = self._package(key, recipients)
        return str(insist(lambda: self.axis.send(package.read_bytes(), sender=self.told["code"])))

    def _package(self, key: str, recipients: tuple[Told, ...]) -> Path:
        from tests.vxp.builders import a_package

        file = self.folder / f"{key}.edxml"
        if not file.exists():
            number = number_of(key)
            day = f"{clock.local_day(clock.now()):%Y/%m/%d}"
            content = a_package(
                _party(self.told),
                *map(_party, recipients),
                code=Code(f"{number}", self.told["notation"]),
                document_id=f"{self.told['code']},{day},{number}/{self.told['notation']}",
            )
            made = file.with_suffix(f".{uuid4().hex}")
            made.write_bytes(content)
            made.rename(file)
        return file

    def waiting_packages(self) -> list[str]:
        return [str(one["docId"]) for one in insist(self.axis.received)]

    def take_package(self, doc_id: str) -> None:
        """Fetch a package and confirm that."""
        insist(lambda: self.axis.get(doc_id))
        insist(lambda: self.axis.update(doc_id, "done"))

    @cached_property
    def _browser(self) -> httpx.Client:
        cookies = {"sessionid": self.told["session"], "csrftoken": "a" * 32}
        return httpx.Client(base_url=self.address, cookies=cookies, timeout=60, transport=_LINE)

    def at_desk(self) -> list[str]:
        """The deliveries that wait for a clerk, as the page lists them."""
        page = self._page("GET", "/van-ban-den/cho-tiep-nhan/")
        return list(dict.fromkeys(_ADDRESS.findall(page.text)))

    def press(self, delivery: str, act: str, **fields: str) -> bool:
        """Send the form of an act; say whether it is done, now or before."""
        said = {"idempotency_key": f"{act}.{delivery}", "csrfmiddlewaretoken": "a" * 32, **fields}
        answer = self._page("POST", f"/chuyen-phat/{delivery}/{act}/", said)
        return answer.status_code == 302 and _SIGN_IN not in answer.headers["Location"]

    def _page(self, method: str, path: str, form: Told | None = None) -> httpx.Response:
        def call() -> httpx.Response:
            answer = self._browser.request(method, path, data=form)
            if answer.status_code in {502, 503, 504}:
                raise _Again(answer.status_code)
            if answer.status_code >= 500:
                raise SiteRefused(answer.status_code, {"code": answer.text[:300]})
            return answer

        return insist(call)
