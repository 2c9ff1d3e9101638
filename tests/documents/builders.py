"""A small province, its documents and those who look at them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import count
from typing import TypeVar
from uuid import UUID

from lienthong.blobs import services as blobs
from lienthong.directory import services as directory
from lienthong.directory.types import AgencyCard, AgencyClass, AgencyLevel, Role
from lienthong.documents import services
from lienthong.documents.types import LegalValue, Road, VersionFacts, VersionRef, Viewer
from lienthong.kernel import news
from lienthong.kernel.actor import Actor

MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # 09:00 in Vietnam
E = TypeVar("E")
_numbers = count(1)
_codes = count(1)


def a_committee() -> AgencyCard:
    return directory.found_agency(
        code=f"H{next(_codes) % 90 + 10}",
        name="Ủy ban nhân dân tỉnh Đồng Nai",
        abbreviation="UBND",
        level=AgencyLevel.PROVINCE,
    )


def an_agency(
    name: str = "Sở Tư pháp",
    abbreviation: str = "STP",
    parent: AgencyCard | None = None,
    agency_class: AgencyClass = AgencyClass.STATE,
    level: AgencyLevel = AgencyLevel.DEPARTMENT,
) -> AgencyCard:
    return directory.found_agency(
        code=f"H19.{next(_codes)}",
        name=name,
        abbreviation=abbreviation,
        parent_id=parent.id if parent else None,
        agency_class=agency_class,
        level=level,
    )


def content(text: str = "", *, holder: UUID) -> str:
    """A kept content and its digest; every call without a text makes another one."""
    body = text or f"tệp thứ {next(_numbers)}"
    return blobs.store(body.encode(), agency_ids=[holder], now=MONDAY).digest


def facts(issuer: AgencyCard, **changes: object) -> VersionFacts:
    """A letter of an agency; number and content are new unless they are given."""
    given: dict[str, object] = {
        "issuer_id": issuer.id,
        "number": next(_numbers),
        "number_suffix": "",
        "notation": f"{issuer.abbreviation}-VP",
        "issued_on": date(2026, 11, 16),
        "kind": "cong-van",
        "subject": "Về việc triển khai gửi, nhận văn bản điện tử",
        "content_name": "van-ban.pdf",
        "page_count": 1,
    }
    if "content_digest" not in changes:
        given["content_digest"] = content(holder=issuer.id)
    return VersionFacts(**{**given, **changes})


def issue(issuer: AgencyCard, *, road: Road = Road.ISSUED, **changes: object) -> VersionRef:
    return services.issue_version(
        facts=facts(issuer, **changes),
        road=road,
        legal_value=LegalValue.ORIGINAL,
        actor=Actor.installation(),
        now=MONDAY,
    )


def a_clerk(agency: AgencyCard) -> Viewer:
    """A post that sees all that its agency has: clerk or leader."""
    return Viewer(agency_id=agency.id, unit_id=None, person_id=None, sees_whole_agency=True)


def an_officer(agency: AgencyCard, unit_name: str = "Phòng Công nghệ thông tin") -> Viewer:
    """A post that sees what it, or its unit, was given."""
    unit = directory.add_unit(agency_id=agency.id, name=unit_name)
    person = directory.add_person(name="Trần Thị Bình")
    directory.appoint(
        person_id=person.id,
        agency_id=agency.id,
        role=Role.OFFICER,
        title="Chuyên viên",
        valid_from=date(2026, 1, 1),
        unit_id=unit.id,
    )
    return Viewer(
        agency_id=agency.id, unit_id=unit.id, person_id=person.id, sees_whole_agency=False
    )


@contextmanager
def subscribed(event: type[E], subscriber: Callable[[E], None]) -> Iterator[None]:
    """Let one more hear a kind of news for a while, beside those whom `config` wired."""
    before = list(news._subscribers[event])
    news.subscribe(event, subscriber)
    try:
        yield
    finally:
        news._subscribers[event][:] = before


@contextmanager
def listening(event: type[E]) -> Iterator[list[E]]:
    """Collect one kind of news for a while."""
    heard: list[E] = []
    with subscribed(event, heard.append):
        yield heard
