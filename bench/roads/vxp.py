"""The interface of the axis (VXP): `sendEdoc` as the clients of the axis make it."""

import hashlib
import io
import json
import time
from datetime import date, datetime

from bench.costs import Cost
from bench.installations import Installation
from bench.letters import unlike_others
from bench.roads import Sent
from bench.wire import Wire
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.dates import PackageDate
from lienthong.formats.edxml.write import write_package
from lienthong.formats.vxp.fields import headers_of
from lienthong.formats.vxp.package_body import TAIL, short_digest

_BINARY = "application/octet-stream"


class VxpRoad:
    """Packages are written beforehand: zipping and base64 are the sender's work, not the axis's."""

    name = "VXP"

    def __init__(self, installation: Installation, address: str) -> None:
        self._place = installation
        self.own_bytes = len(installation.letter)
        known = installation.known_by_vxp
        self._senders: list[dict[str, str]] = known["senders"]
        self._recipients: list[str] = known["recipients"]
        self._issued_on = date.fromisoformat(known["issued_on"])
        self._wires = [Wire(address) for _sender in self._senders]
        self._ready: dict[tuple[int, int], list[tuple[int, bytes]]] = {}

    @property
    def roots(self) -> list[int]:
        return self._place.roots

    async def prepare(self, *, senders: int, each: int, recipients: int) -> None:
        """Write the packages of each sender."""
        for sender in range(senders):
            numbers = [next(self._place.numbers) for _document in range(each)]
            made = [(number, self._package(sender, recipients, number)) for number in numbers]
            self._ready.setdefault((sender, recipients), []).extend(made)

    async def send(self, sender: int, recipients: int) -> Sent:
        """Send the next package; RuntimeError if it is not OK."""
        number, package = self._ready[sender, recipients].pop()
        begun, facts = time.time(), self._senders[sender]
        said: dict[str, str] = {
            "systemid": facts["slug"],
            "timestamp": datetime.now().astimezone().strftime("%d%m%YT%H%M%S%z"),
            "Content-Type": _BINARY,
            "from": facts["code"],
            "servicetype": "eDoc",
            "messagetype": "edoc",
            "hash-file": short_digest(hashlib.sha256(package).digest()),
        }
        fields = headers_of(said, facts["secret"].encode()) | {"Content-Type": _BINARY}
        told = json.loads(
            await self._wires[sender].ask("POST", "/vxp/sendEdoc", fields, package + TAIL)
        )
        if told["status"] != "OK":
            raise RuntimeError(f"sendEdoc: {told}")
        return Sent(number, begun, time.time())

    async def readable_at(self, sent: list[Sent], recipients: int) -> list[float]:
        """Return when each was accepted: the rows are those of `/api/v1`."""
        return [one.accepted for one in sent]

    async def check(self, sent: list[Sent], recipients: int) -> None:
        """Nothing: `/api/v1` shows the same rows, and looks there."""

    def _package(self, sender: int, recipients: int, number: int) -> bytes:
        facts, day = self._senders[sender], self._issued_on
        content = unlike_others(self._place.letter, facts["code"], number)
        reference = f"{number}/{facts['notation']}"
        package = t.DocumentPackage(
            sender=t.Organisation(facts["code"], name=facts["name"]),
            recipients=tuple(t.Organisation(code) for code in self._recipients[:recipients]),
            document_id=f"{facts['code']},{day:%Y/%m/%d},{reference}",
            code=t.Code(str(number), facts["notation"]),
            promulgation=t.PromulgationInfo("Đồng Nai", PackageDate(day)),
            type=t.DocumentType(2, 0, "Công văn"),
            subject=f"V/v đo tải lần {number}",
            attachments=(
                t.Attachment.for_file(name="cong-van.pdf", content_id="t0", content_key="f"),
            ),
        )
        target = io.BytesIO()
        write_package(package, open_content=lambda _one: io.BytesIO(content), target=target)
        return target.getvalue()

    def cost(self) -> Cost:
        return self._place.cost()

    def settle(self) -> None:
        self._place.settle()

    async def close(self) -> None:
        for wire in self._wires:
            wire.close()
