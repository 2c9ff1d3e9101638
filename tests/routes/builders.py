"""A parent exchange in memory that misbehaves as it is told, and a route that leads to it."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, BinaryIO, ClassVar

from tests.vxp.builders import a_package, an_agency

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.formats.edxml import FolderSink, read_package
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.routes import services
from lienthong.routes.ports import Away, TurnedDown
from lienthong.routes.types import (
    Access,
    NewRoute,
    ParcelKind,
    RouteCard,
    RouteKind,
    TheirAgency,
    Trouble,
)

__all__ = ["a_package", "an_agency"]
ACTOR = Actor.installation()


@dataclass
class FakeParent:
    """What a parent does, without a network.

    away: nobody answers. broken: what answers is no exchange. lost: it does what is asked, and the
    answer is lost. refuses: by the code of the sender, with what it says. all_refused: nobody is
    let in. breaks_on: what is answered instead of a package. unheard: what it will not be told of.
    goes_on_listing: what was confirmed too.
    """

    now: ClassVar["FakeParent"]

    brought: list[tuple[str, ParcelKind, bytes]] = field(default_factory=list)
    listed: dict[str, tuple[ParcelKind, bytes]] = field(default_factory=dict)
    settled: dict[str, bool] = field(default_factory=dict)
    agencies_there: list[TheirAgency] = field(default_factory=list)
    registered: list[TheirAgency] = field(default_factory=list)
    away: bool = False
    broken: bool = False
    lost: bool = False
    all_refused: bool = False
    refuses: dict[str, Away | TurnedDown] = field(default_factory=dict)
    breaks_on: dict[str, Exception] = field(default_factory=dict)
    unheard: set[str] = field(default_factory=set)
    goes_on_listing: bool = False

    def bring(self, package: Path, *, sender_code: str, kind: ParcelKind) -> str:
        self._answers()
        if sender_code in self.refuses:
            raise self.refuses[sender_code]
        content = package.read_bytes()
        self.brought.append((sender_code, kind, content))
        if self.lost:
            raise Away(Trouble.NO_ANSWER)
        return hashlib.sha256(content).hexdigest()[:32]

    def waiting(self, kind: ParcelKind) -> list[str]:
        self._answers()
        return [
            name
            for name, (of_kind, _content) in self.listed.items()
            if of_kind == kind and (self.goes_on_listing or not self.settled.get(name))
        ]

    def fetch(self, their_id: str, target: BinaryIO) -> None:
        self._answers()
        trouble = self.breaks_on.get(their_id)
        if trouble:
            raise trouble
        target.write(self.listed[their_id][1])

    def settle(self, their_id: str, *, is_taken: bool) -> None:
        self._answers()
        if self.lost:
            raise Away(Trouble.NO_ANSWER)
        if their_id in self.unheard:
            raise TurnedDown("9", "Không ghi được.")
        self.settled[their_id] = is_taken

    def agencies(self) -> list[TheirAgency]:
        self._answers()
        return list(self.agencies_there)

    def register(self, agency: TheirAgency) -> None:
        self._answers()
        if agency.code in self.refuses:
            raise self.refuses[agency.code]
        self.registered.append(agency)

    def unlike(self) -> list[bytes]:
        """What was brought, the same bytes counted once."""
        return list(dict.fromkeys(content for _sender, _kind, content in self.brought))

    def _answers(self) -> None:
        if self.away:
            raise Away(Trouble.UNREACHABLE)
        if self.broken:
            raise Away(Trouble.ODD_ANSWER, "HTTP 502")
        if self.all_refused:
            raise TurnedDown("vxp.not-let-in", "Sai khóa bí mật.")


def the_parent(_access: Access) -> FakeParent:
    return FakeParent.now


def a_route(slug: str = "truc-quoc-gia", **facts: Any) -> RouteCard:
    told: dict[str, Any] = {
        "slug": slug,
        "name": "Trục liên thông quốc gia",
        "kind": RouteKind.AXIS,
        "address": "https://truc.example.vn/vxp",
        "caller": "dong-nai",
        "secret": "bi-mat-cua-bai-thu-2026",
        "stands_for": ("H19",),
        **facts,
    }
    return services.add_route(NewRoute(**told), actor=ACTOR, now=clock.now())


def outside(parent: FakeParent, code: str = "H09.12", name: str = "Sở Một tỉnh bên") -> AgencyCard:
    """An agency that the parent lists, entered here by a turn."""
    parent.agencies_there.append(TheirAgency(code, name))
    turn(hurry="truc-quoc-gia")
    card = directory.agency_by_code(code)
    assert card is not None
    return card


def turn(*, after: timedelta = timedelta(0), hurry: str = "") -> datetime:
    """Let the routes work, and the sweep after them, so much later than now.

    hurry: the route that does not wait.
    """
    at = clock.now() + after
    if hurry:
        services.hurry_route(hurry, actor=ACTOR, now=at)
    services.take_turns(clock=lambda: at)
    services.give_up_expired(now=at)
    return at


def read(content: bytes, folder: Path) -> Any:
    """A package as it is understood, for what it says."""
    path, files = folder / "read.edxml", Path(mkdtemp(dir=folder))
    path.write_bytes(content)
    return read_package(path, sink=FolderSink(files)).package
