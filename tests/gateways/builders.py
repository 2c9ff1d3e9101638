"""The agencies of the sample packages, packages made up on the spot, and what is kept of them."""

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps

from lienthong.directory import services as directory
from lienthong.directory.types import AgencyCard, AgencyLevel
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryCard
from lienthong.formats.edxml import Reading, read_package, write_package
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.dates import PackageDate, PackageTime
from lienthong.gateways import services
from lienthong.gateways.types import TakenIn
from lienthong.kernel.actor import Actor

SAMPLES = Path(__file__).parent.parent / "formats" / "edxml" / "samples"
MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # 09:00 in Vietnam
LATER = MONDAY + timedelta(hours=1)
DOCUMENT_12 = "000.00.01.H19,2024/05/20,12/MAU-VP"
PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\n"
    b"trailer\n<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(frozen=True)
class Agencies:
    """The Office sends; the two departments and the neighbouring province receive."""

    office: AgencyCard
    one: AgencyCard
    two: AgencyCard
    neighbour: AgencyCard


def the_agencies() -> Agencies:
    return Agencies(
        office=an_agency("000.00.01.H19", "Văn phòng UBND tỉnh Mẫu", "VP", new_code="H19.30"),
        one=an_agency("H19.1", "Sở Một", "SM"),
        two=an_agency("H19.2", "Sở Hai", "SH"),
        neighbour=an_agency("000.00.00.H98", "UBND tỉnh Lân Cận", "UBND"),
    )


def an_agency(
    code: str,
    name: str,
    abbreviation: str,
    *,
    new_code: str = "",
    takes_part: bool = True,
    books_here: bool = False,
) -> AgencyCard:
    card = directory.found_agency(
        code=code,
        name=name,
        abbreviation=abbreviation,
        level=AgencyLevel.DEPARTMENT,
        books_here=books_here,
    )
    if new_code:
        directory.give_code(agency_id=card.id, code=new_code)
    if takes_part:
        directory.join(agency_id=card.id, starts_on=date(2018, 9, 6))
    return card


def sample(name: str) -> Path:
    return SAMPLES / f"{name}.edxml"


def take(
    source: Path | bytes | str, *, now: datetime = MONDAY, actor: Actor | None = None
) -> TakenIn:
    """Take in a sample by its name, a file, or bytes."""
    if isinstance(source, str):
        source = sample(source)
    return services.take_in_package(
        io.BytesIO(source) if isinstance(source, bytes) else source,
        actor=actor or Actor.installation(),
        now=now,
    )


def a_document(*, files: dict[str, bytes] | None = None, **changes: Any) -> bytes:
    """A new letter of the Office to the first department; `files` by name."""
    contents = {"cong-van.pdf": PDF} if files is None else files
    fields: dict[str, Any] = {
        "sender": t.Organisation("000.00.01.H19", name="Văn phòng UBND tỉnh Mẫu"),
        "recipients": (t.Organisation("H19.1", name="Sở Một"),),
        "document_id": "000.00.01.H19,2026/11/16,20/VP-TH",
        "code": t.Code("20", "VP-TH"),
        "promulgation": t.PromulgationInfo("Mẫu", PackageDate(date(2026, 11, 16))),
        "type": t.DocumentType(2, 0, "Công văn"),
        "subject": "Về việc thử nghiệm",
        "attachments": tuple(
            t.Attachment.for_file(name=name, content_id=f"t{number}", content_key=name)
            for number, name in enumerate(contents)
        ),
    }
    return written(t.DocumentPackage(**{**fields, **changes}), contents)


def a_status(code: str, *, by: str = "H19.1", to: str = "000.00.01.H19", **changes: Any) -> bytes:
    """A status about document 12 of the Office, which the sample `edoc-new` brings."""
    fields: dict[str, Any] = {
        "status_code": code,
        "sender": t.Organisation(by),
        "response_for": t.ResponseFor(to, "12/MAU-VP", DOCUMENT_12, PackageDate(date(2024, 5, 20))),
        "description": "Nội dung báo",
        "timestamp": PackageTime(LATER),
    }
    return written(t.StatusPackage(**{**fields, **changes}), {})


class Files(dict[str, bytes]):
    """A sink in memory, by the key of each file."""

    def create(self, key: str) -> io.BytesIO:
        files = self

        class Written(io.BytesIO):
            def close(self) -> None:
                files[key] = self.getvalue()
                super().close()

        return Written()

    def open(self, key: str) -> io.BytesIO:
        return io.BytesIO(self[key])


def read(data: bytes) -> tuple[Reading, Files]:
    """Read a package, and return its files beside it."""
    files = Files()
    return read_package(io.BytesIO(data), sink=files), files


def written(package: t.Package, contents: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    write_package(
        package, open_content=lambda one: io.BytesIO(contents[one.content_key]), target=target
    )
    return target.getvalue()


def the_delivery(taken: TakenIn, recipient: AgencyCard) -> DeliveryCard:
    assert taken.version_id is not None
    found = exchange.delivery_to(taken.version_id, recipient_id=recipient.id)
    assert found is not None
    return found


def codes(taken: TakenIn) -> set[str]:
    """The codes of what was warned about."""
    return {one.code for one in taken.warnings}


def everything_kept(home: Path) -> dict[str, object]:
    """Every row of every table of ours, and every file under the installation's folder."""
    models = [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("lienthong.")
        for model in config.get_models()
    ]
    rows: dict[str, object] = {
        model._meta.label: sorted(map(str, model._default_manager.values_list("pk", flat=True)))
        for model in models
    }
    return {**rows, "files": sorted(str(p) for p in home.rglob("*") if p.is_file())}
