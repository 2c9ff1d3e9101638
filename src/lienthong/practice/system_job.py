"""An agency's own software: let in once, it takes what arrived and reports, all by interface."""

import json
import os
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.gateways.adapters.site_client import Site, SiteClient
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.practice.installation import Practice
from lienthong.practice.main_job import Clock, Say
from lienthong.systems import services as systems

AGENCY = "dbqh"  # the last part of its user names
SLUG = f"phan-mem.{AGENCY}"
NAME = "Phần mềm quản lý văn bản của Văn phòng ĐĐBQH và HĐND tỉnh"
_FOLDER = "he-thong"


class _InThisProcess(SiteClient):
    """Calls the interface with all its doors, but over no network: nothing is served yet."""


def play(practice: Practice, say: Say, now: Clock) -> None:
    """Let the software in when it is new, then have it take and accept what arrived."""
    folder = practice.home / _FOLDER
    if not (folder / "site.json").exists():
        _let_in(practice, folder, now)
        say("Hệ thống kết nối", f"{NAME}: được giao diện nhận, có khóa ký riêng")
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # the pages' files come when they are served
    _InThisProcess.transport = httpx.WSGITransport(get_wsgi_application())
    client = _InThisProcess(Site.read(folder / "site.json"))
    cursor = folder / "cursor"
    place = cursor.read_text() if cursor.exists() else ""
    told = client.ask("GET", f"/api/v1/arrivals?after={place}")
    for delivery in told["arrivals"]:
        entered = _take(client, delivery, folder, on=local_day(now()).isoformat())
        say("Phần mềm nhận văn bản", f"{delivery['document']['reference_code']}: {entered}")
    cursor.write_text(told["next"])


def call_at(home: Path, port: int) -> Path | None:
    """Write where the pages are served into the description that `lienthong client` reads."""
    site = home / _FOLDER / "site.json"
    if not site.exists():
        return None
    told = json.loads(site.read_text())
    site.write_text(json.dumps({**told, "url": f"http://127.0.0.1:{port}"}))
    return site


def _let_in(practice: Practice, folder: Path, now: Clock) -> None:
    """As the operator's commands do: the agency's books are in its software, the key in a file."""
    actor, agency = Actor.installation(), directory.agency(practice.agency(AGENCY))
    directory_services.keep_books(agency_id=agency.id, here=False)
    system = systems.add_system(
        slug=SLUG,
        name=NAME,
        contact=agency.email,
        networks=["127.0.0.0/8", "::1/128"],
        actor=actor,
        now=now(),
    )
    systems.grant_agency(
        system_id=system.id,
        agency_id=agency.id,
        valid_from=local_day(now()),
        actor=actor,
        now=now(),
    )
    made = systems.make_signing_key(system_id=system.id, actor=actor, now=now())
    folder.mkdir(exist_ok=True, mode=0o700)
    with os.fdopen(os.open(folder / "key.pem", os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write(made.secret)
    told = {"key_id": made.card.key_id, "key_file": "key.pem", "agency": agency.code}
    site = json.dumps({"url": "http://127.0.0.1:8000", **told})
    (folder / "site.json").write_text(site)


def _take(client: SiteClient, delivery: dict[str, Any], folder: Path, *, on: str) -> str:
    """Save the file, then report the number of the software's own book (status 03)."""
    came = folder / "van-ban-den"
    came.mkdir(exist_ok=True)
    content = delivery["content"]
    client.fetch(content["href"], came / f"{delivery['id']}.pdf", sha256=content["sha256"])
    number = len(list(came.glob("*.pdf")))
    report = {"code": "03", "entry_number": str(number), "entered_on": on, "key": f"den-{number}"}
    client.ask("POST", f"/api/v1/deliveries/{delivery['id']}/statuses", report)
    return f"đã tải tệp, tiếp nhận ở sổ riêng, số đến {number}"
