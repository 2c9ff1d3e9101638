"""A program of a software house, as good or as bad as a test wants: our client in a thread."""

import io
import json
import threading
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

from tests.lab.builders import now

from lienthong.formats.edxml import FolderSink, Limits, read_package
from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.formats.edxml.types import DocumentPackage, Package
from lienthong.kernel.refusals import Refusal
from lienthong.lab.rules.letters import Made, Maker
from lienthong.lab.rules.pdf import a_pdf
from lienthong.lab.types import Party
from lienthong.vxp.adapters.client import AxisAway, AxisClient, AxisRefused, AxisSite

_CODES = {"accept": "03", "refuse": "02", "agree": "15", "decline": "16"}
_TROUBLE = (AxisAway, AxisRefused)


class Program(threading.Thread):
    """Polls, fetches, confirms, reports arrivals, and does what the lab's board says.

    flaws: words of what it does badly; see where they are looked up.
    """

    def __init__(self, address: str, party: Party, flaws: Collection[str] = ()) -> None:
        super().__init__(daemon=True)
        AxisClient.transport = None
        self.party, self.flaws, self.is_over = party, set(flaws), False
        secret = "khac" if "wrong-secret" in self.flaws else party.secret
        self.client = AxisClient(AxisSite(address, party.systemid, secret), now=now(), tries=2)
        self.board = address.removesuffix("/vxp") + "/lab/now"
        self.maker = Maker(now(), stamp="PM")
        self.known: dict[str, Made] = {}
        self.did: set[str] = set()
        self.unsent: list[Made] = []

    def run(self) -> None:
        while not self.is_over:
            try:
                told = json.loads(urlopen(self.board).read())
            except OSError:
                return  # the lab is over
            for step in (self._documents, self._statuses, self._send_again):
                with suppress(*_TROUBLE):
                    step()
            self._do(told)
            time.sleep(0.01)

    def _documents(self) -> None:
        for line in self.client.received():
            if self.is_over:
                return
            with suppress(*_TROUBLE):
                self._document(line["docId"])

    def _document(self, doc_id: str) -> None:
        if "confirms-unfetched" in self.flaws:
            self.client.update(doc_id, "done")
        content = self.client.get(doc_id)
        if "follows-entities" in self.flaws and b"SYSTEM" in content:
            urlopen(content.partition(b'SYSTEM "')[2].partition(b'"')[0].decode()).read()
        try:
            package = _read(content)
        except Refusal:
            if "stops-at-bad" in self.flaws:
                self.is_over = True  # one bad package ends all that comes after it
                raise AxisAway from None
            self.client.update(doc_id, "fail")
            return
        if "never-confirms" not in self.flaws:
            self.client.update(doc_id, "done")
        made = Made(package, content)
        if isinstance(package, DocumentPackage) and made.document_id not in self.known:
            self.known[made.document_id] = made
            if "says-nothing" not in self.flaws:
                self._report(made, "01")

    def _statuses(self) -> None:
        for line in self.client.received("status"):
            self.client.get(line["docId"])
            self.client.update(line["docId"], "done")

    def _send_again(self) -> None:
        while self.unsent:
            made = self.unsent[0]
            if "builds-anew" in self.flaws:
                made = self.maker.letter(self.party, [_party("Z99.1")])
            self.client.send(made.content, sender=self.party.code)
            self.unsent.pop(0)

    def _do(self, told: dict[str, Any]) -> None:
        act, facts = told.get("act", "poll"), told.get("facts", {})
        key = json.dumps([told.get("scenario"), act, facts])
        if key in self.did or act in ("poll", "end"):
            return
        document = facts.get("document", "")
        if act != "send" and document not in self.known:
            return  # not fetched yet: the next turn
        self.did.add(key)
        to = [_party(code) for code in facts.get("to", [])]
        if act == "send":
            files = {f"tep-{number}.pdf": a_pdf() for number in range(facts["attachments"])}
            self._send(self.maker.letter(self.party, to, files, is_steady=False))
        elif act == "work":
            for code in ("04", "05", "06"):
                self._report(self.known[document], code)
        elif act in _CODES:
            self._report(self.known[document], _CODES[act])
        else:
            does = {"recall": "1", "update": "2", "replace": "3"}[act]
            earlier = self.known[document]
            kind = BussinessDocType(does)
            self._send(self.maker.change(kind, earlier, self.party, to, "Có sai sót"))

    def _send(self, made: Made) -> None:
        """What is not known to have been taken is kept, and sent at the next turn."""
        self.known[made.document_id] = made
        self.unsent.append(made)
        with suppress(*_TROUBLE):
            if "builds-anew" in self.flaws:
                self.client._tries = 1
            self.client.send(made.content, sender=self.party.code)
            self.unsent.remove(made)

    def _report(self, made: Made, code: str) -> None:
        assert isinstance(made.package, DocumentPackage)
        issuer = made.package.sender
        to = _party(issuer.organ_id if issuer else "")
        note = " " if "no-reason" in self.flaws else "Lý do mẫu"
        status = self.maker.status(made, code, by=self.party, to=to, note=note)
        self.client.send(status.content, sender=self.party.code, message_type="status")


def _party(code: str) -> Party:
    return Party(code, "", "", code)


def _read(content: bytes) -> Package:
    with TemporaryDirectory() as name:
        sink = FolderSink(Path(name))
        return read_package(io.BytesIO(content), sink=sink, limits=Limits()).package
