"""An embedded installation for the practice: made once, found again by later runs."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.management import call_command

from lienthong.config.settings import ENVIRONMENT
from lienthong.ledger.services import ensure_key
from lienthong.practice.certificates import give_certificates
from lienthong.practice.names import PASSWORD
from lienthong.practice.province import Province, build_province
from lienthong.practice.province_data import Wave

SETTINGS_FILE = "lienthong.env"


@dataclass(frozen=True, slots=True)
class Practice:
    """The practice province and where its installation lies."""

    province: Province
    home: Path
    public_key: Path

    def agency(self, key: str) -> UUID:
        """Return an agency by the last part of its user names, e.g. "stttt"."""
        return self.province.agency_ids[key]


def open_practice(*, now: datetime) -> Practice:
    """Make the installation ready: folder, tables, ledger key, province, certificates.

    A second run finds everything and changes nothing.
    """
    home = Path(settings.LIENTHONG_HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", verbosity=0, interactive=False)
    public_key = _publish_key(home)
    _keep_settings(home)
    province = build_province(now=now, people_password=PASSWORD)
    give_certificates(
        [
            province.committee_id,
            *province.of_wave(Wave.FIRST),
            *province.of_wave(Wave.SECOND),
        ],
        now=now,
    )
    return Practice(province, home, public_key)


def _publish_key(home: Path) -> Path:
    """Write the installation's public key where anybody may take it."""
    return _written(home / "public-key.pem", ensure_key().pem)


def _keep_settings(home: Path) -> None:
    """Write down what commands need to work on it: a ledger goes on under its own name only."""
    values = {
        "HOME": home.resolve(),
        "DATABASE": ENVIRONMENT.database,
        "INSTALLATION": ENVIRONMENT.installation,
        "TIME_STAMPER": ENVIRONMENT.time_stamper,
    }
    text = "".join(f"LIENTHONG_{name}={value}\n" for name, value in values.items())
    _written(home / SETTINGS_FILE, text.encode())


def _written(path: Path, content: bytes) -> Path:
    part = path.with_suffix(".part")
    part.write_bytes(content)
    os.replace(part, path)
    return path
