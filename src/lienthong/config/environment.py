"""Every setting of an installation, typed, with its default and its meaning."""

from ipaddress import ip_network
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator


class Environment(BaseModel):
    """What an operator may set; `config.reading` fills it from the environment and a file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    home: Path = Field(
        default=Path("var"), description="Folder of all data of an embedded installation."
    )
    settings: Path | None = Field(default=None, description="File to read these settings from.")
    database: str = Field(
        default="",
        description="postgresql://user:password@host:port/name; empty: SQLite in the folder. "
        "Servers that take each other's place: "
        "…@host:port,host:port/name?target_session_attrs=read-write.",
    )
    database_owner: SecretStr | None = Field(
        default=None,
        description="The same database as the role that owns the tables, for `migrate` and "
        "`databaserights` only; empty: one role does everything.",
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
    paper_signer: str = Field(
        default="lienthong.signatures.adapters.paper_key.PaperKey",
        description="Where the installation's own papers are signed (a class behind "
        "ports.PaperSigner).",
    )
    time_stamper: str = Field(
        default="",
        description="The time-stamp authority (a callable behind ports.TimeStamper); empty: none.",
    )
    content_keys: SecretStr | None = Field(
        default=None,
        description="Master keys of content, id:64 hex digits, the current one first, with commas "
        "between; empty: from the file.",
    )
    content_keys_file: Path | None = Field(
        default=None,
        description="File of the master keys of content; empty: keys/content_keys in the folder.",
    )
    virus_scanner: str = Field(
        default="",
        pattern=r"^$|^unix:/.+$|^tcp:.+:\d{1,5}$",
        description="clamd: unix:/run/clamav/clamd.ctl or tcp:host:port; empty: files are not "
        "scanned.",
    )
    recogniser: str = Field(
        default="",
        pattern=r"^$|^/.+$",
        description="Program that reads pages that are pictures: path of tesseract (with "
        "Vietnamese); empty: scans are not read.",
    )
    idle_minutes: int = Field(
        default=240, ge=5, description="A session without a request ends after so many minutes."
    )
    session_hours: int = Field(
        default=12, ge=1, description="A session ends after so many hours, whatever it does."
    )
    second_factor_roles: str = Field(
        default="operator,administrator",
        description="Roles that need a passkey or an authenticator app, with commas; may be empty.",
    )
    second_factor_grace_days: int = Field(
        default=14,
        ge=0,
        description="Days from the opening of an account until it has to have one.",
    )
    reading_log_days: int = Field(
        default=730, ge=30, description="Days for which the log of reading is kept."
    )
    figures_day: int = Field(
        default=30,
        ge=1,
        le=31,
        description="Day of the month with whose end its figures are closed; the last day of a "
        "shorter month.",
    )
    mail_server: str = Field(
        default="",
        description="smtp://user:password@host:port or smtps://…; empty: no mail is sent.",
    )
    mail_from: str = Field(
        default="", description="Official address from which mail is sent; empty: none is."
    )
    official_domains: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9. -]*$",
        description="Domains of official mailboxes of agencies, with spaces, those below them "
        "included (gov.vn); empty: any but free mail.",
    )
    oidc_url: str = Field(
        default="",
        pattern=r"^$|^https?://[^/].*$",
        description="Address of the province's identity provider (OpenID Connect); empty: none.",
    )
    oidc_name: str = Field(
        default="", description="Name of that provider on the button of the sign-in page."
    )
    oidc_client: str = Field(default="", description="Client id that the provider knows us by.")
    oidc_secret: SecretStr | None = Field(
        default=None, description="Secret of that client at the provider."
    )
    threads: int = Field(
        default=4, ge=1, le=64, description="Requests that one web process works on at a time."
    )
    answer_days: int = Field(
        default=30,
        ge=1,
        description="Days after which what one asks of another (an administrator, a system that "
        "acts, an agency that a system enters) is over when nobody has answered.",
    )
    promise_hours: int = Field(
        default=24, ge=1, description="Maximum delay until a record has its place in the ledger."
    )
    log: Literal["auto", "json", "text"] = Field(
        default="auto",
        description="Form of the log on standard error; auto: text at a terminal, else JSON lines.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="What is logged: this and what is worse."
    )
    slow_request: float = Field(
        default=2.0, gt=0, description="Seconds after which a request is logged as slow."
    )
    slow_job: float = Field(
        default=60.0, gt=0, description="Seconds after which a job is logged as slow."
    )
    watch_networks: str = Field(
        default="127.0.0.0/8,::1/128",
        description="Networks that may read /metrics and the details of /readyz without a key.",
    )
    watch_key: SecretStr | None = Field(
        default=None, description="Bearer key that may read them from anywhere; empty: none."
    )
    least_free: int = Field(
        default=2 * 1024**3,
        ge=0,
        description="Bytes that must be free on the disk of the folder, else /readyz fails.",
    )
    backup_to: Path | None = Field(
        default=None,
        description="Folder of backups when the command names none; `check` looks at it.",
    )
    backup_keep: str = Field(
        default="7d,5w,12m",
        pattern=r"^\d{1,3}d(,\d{1,3}w)?(,\d{1,3}m)?$",
        description="Which backups are kept: the last of so many days, weeks and months.",
    )
    trusted_proxies: str = Field(
        default="",
        description="Networks of the proxies in front, whose X-Forwarded-For is believed.",
    )
    client_certificate_field: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9-]{0,60}$",
        description="Header field in which the trusted proxies put the client's certificate "
        "(Client-Cert of RFC 9440, or PEM percent-encoded); empty: nobody is known by one.",
    )
    rate_shares: int = Field(
        default=1,
        ge=1,
        description="Web processes, on all hosts, among which the limits of systems are shared.",
    )
    publish_minutes: int = Field(
        default=60,
        ge=1,
        description="A head of the ledger is published at least so often while something is new.",
    )
    time_stamp_url: str = Field(
        default="",
        pattern=r"^$|^https?://[^/].*$",
        description="Address of a time-stamp authority (RFC 3161), for "
        "lienthong.ledger.adapters.http_time_stamps.stamper_of_settings.",
    )
    time_stamp_trust: Path | None = Field(
        default=None,
        description="PEM file of the certificates that stamps on heads must lead to; empty: any.",
    )
    hook_trust: Path | None = Field(
        default=None,
        description="PEM file of authorities that hooks are trusted by, beside the machine's own.",
    )

    @field_validator("watch_networks", "trusted_proxies")
    @classmethod
    def _are_networks(cls, text: str) -> str:
        for one in filter(None, (part.strip() for part in text.split(","))):
            ip_network(one)
        return text

    @field_validator("second_factor_roles")
    @classmethod
    def _are_roles(cls, text: str) -> str:
        # The first process of the web server, which reads settings too, has no use for the lists.
        from lienthong.directory.types import Role  # noqa: PLC0415

        known = {role.value for role in Role}
        if unknown := sorted(_names_in(text) - known):
            raise ValueError(f"{', '.join(unknown)} ({', '.join(sorted(known))})")
        return text

    def second_factor_names(self) -> frozenset[str]:
        """Return the roles that need a second factor."""
        return _names_in(self.second_factor_roles)


def _names_in(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(",")) - {""}
