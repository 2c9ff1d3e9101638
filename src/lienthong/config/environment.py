"""Every setting of an installation, typed, read once from `LIENTHONG_…` or a settings file."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """What an operator may set; a bad value stops the start and names itself."""

    model_config = SettingsConfigDict(
        env_prefix="LIENTHONG_",
        env_file=os.environ.get("LIENTHONG_SETTINGS", "lienthong.env"),
        extra="forbid",
    )

    home: Path = Field(
        default=Path("var"), description="Folder of all data of an embedded installation."
    )
    settings: Path | None = Field(default=None, description="File to read these settings from.")
    database: str = Field(
        default="",
        description="postgresql://user:password@host:port/name; empty: SQLite in the folder.",
    )
    installation: str = Field(
        default="lienthong.local",
        pattern=r"^[a-z0-9][a-z0-9.-]{1,60}$",
        description="Name of this installation in every record and exchanged id; never changed.",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description="Key of sessions and forms; empty: made once and kept in the folder.",
    )
    debug: bool = Field(
        default=False, description="Developer's pages for errors; never on a real server."
    )
    hosts: str = Field(
        default="127.0.0.1,localhost,[::1]", description="Host names that are served."
    )
    behind_tls: bool = Field(
        default=False, description="Served over TLS: secure cookies, HSTS, trust X-Forwarded-Proto."
    )
    largest_upload: int = Field(
        default=100 * 1024 * 1024, ge=1024, description="Largest file that is taken in, in bytes."
    )
    test_suffix: str = Field(
        default="", description="Ending of test databases' names, for parallel runs."
    )
    signer: str = Field(
        default="lienthong.signatures.adapters.keyfiles.KeyFiles",
        description="Where keys that are kept here are signed with (a class behind ports.Signer).",
    )
    time_stamper: str = Field(
        default="",
        description="The time-stamp authority (a callable behind ports.TimeStamper); empty: none.",
    )
    promise_hours: int = Field(
        default=24, ge=1, description="Maximum delay until a record has its place in the ledger."
    )

    def database_settings(self) -> dict[str, Any]:
        """Return Django's settings of the one database: PostgreSQL, or SQLite in the folder."""
        if not self.database:
            return _sqlite(self.home / "lienthong.sqlite3")
        parts = urlsplit(self.database)
        if parts.scheme == "sqlite":
            return _sqlite(Path(parts.path))
        if parts.scheme not in {"postgresql", "postgres"}:
            raise ValueError(f"LIENTHONG_DATABASE: unknown scheme {parts.scheme!r}")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }


def _sqlite(path: Path) -> dict[str, Any]:
    """WAL with a flush a commit; IMMEDIATE, or a read-then-write that meets another one fails."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-65536;PRAGMA journal_size_limit=67108864"
            ),
        },
    }
