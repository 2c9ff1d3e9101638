"""Django's settings of the one database, from its address."""

import re
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from lienthong.config.environment import Environment


def database_settings(environment: Environment, *, as_owner: bool = False) -> dict[str, Any]:
    """Return Django's settings of PostgreSQL, or of SQLite in the folder.

    as_owner: for work that makes tables, when another role owns them. Raises ValueError, which
    names the setting and nothing of an address that may hold a password.
    """
    if not environment.database:
        return _sqlite(environment.home / "lienthong.sqlite3", makes_tables=as_owner)
    name, address = "LIENTHONG_DATABASE", environment.database
    if as_owner and environment.database_owner:
        name, address = f"{name}_OWNER", environment.database_owner.get_secret_value()
    try:
        return _of_address(address, makes_tables=as_owner)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def hurry(database: dict[str, Any]) -> None:
    """Let a process that answers wait less for locks; before its first connection."""
    options = database["OPTIONS"]
    if "options" in options:
        options["options"] = options["options"].replace(_LOCKED, _LOCKED_ANSWERING)


def web_role(environment: Environment) -> str:
    """Return the role of web and workers when another one owns the tables, else ""."""
    if not environment.database_owner:
        return ""
    return _parts(environment.database).user


# RFC 3986, Appendix B. Python's own, as Debian 12 has it (3.11.2), refuses several servers of which
# a later one is written in brackets.
_ADDRESS = re.compile(r"([^:/?#]*):(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.DOTALL)


class _Parts(NamedTuple):
    """An address taken apart; user and password as they are, the others as they are written."""

    scheme: str
    user: str
    password: str
    places: str
    path: str
    query: str


def _parts(address: str) -> _Parts:
    found = _ADDRESS.fullmatch(address)
    scheme, authority, path, query = found.groups(default="") if found else ("", "", address, "")
    who, _at, places = authority.rpartition("@")
    user, _colon, password = who.partition(":")
    return _Parts(scheme.lower(), unquote(user), unquote(password), places, path, query)


def _of_address(address: str, *, makes_tables: bool) -> dict[str, Any]:
    parts = _parts(address)
    if parts.scheme == "sqlite":
        return _sqlite(Path(parts.path), makes_tables=makes_tables)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"unknown scheme {parts.scheme!r}")
    return _postgresql(parts, makes_tables=makes_tables)


# A machine that goes dark says nothing: whoever waits for it, or holds locks for it, gives up after
# some 25 seconds, and not after two hours, as the kernel does if nobody says so.
_IDLE, _INTERVAL, _COUNT, _MOST = 10, 5, 3, 25_000  # seconds, seconds, times, milliseconds
_WATCHED = {
    "connect_timeout": "10",
    "keepalives_idle": str(_IDLE),
    "keepalives_interval": str(_INTERVAL),
    "keepalives_count": str(_COUNT),
    "tcp_user_timeout": str(_MOST),
}
_WATCHED_THERE = (
    f"-c tcp_keepalives_idle={_IDLE} -c tcp_keepalives_interval={_INTERVAL}"
    f" -c tcp_keepalives_count={_COUNT} -c tcp_user_timeout={_MOST}"
)
# Every question here wants a page of rows along an index. Where PostgreSQL cannot guess that they
# are few, it would start helpers and compile the question, which takes longer than the answer.
_PLANNED = "-c max_parallel_workers_per_gather=0 -c jit=off"
# Somebody's lock (a psql that was left in a transaction) would keep whoever needs it, and soon
# every thread, for as long as it is held: given up, as on SQLite, and told as a database that is
# away. Who makes tables waits for its turn; who answers people and programs has few threads, each
# of which the next caller waits for too.
_LOCKED, _LOCKED_ANSWERING = (f"-c lock_timeout={seconds}s" for seconds in (15, 5))
# What libpq may be told in an address; the rest is ours to say.
_OPTIONS = {
    *_WATCHED,
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
}
# What is asked often is prepared and planned at the server (docs/decisions/0045). "no" is for a
# pooler that hands out another connection for each transaction, and takes no options.
_PREPARED: dict[str, dict[str, Any]] = {
    "yes": {
        "server_side_binding": True,
        "prepare_threshold": 3,
        "options": f"{_WATCHED_THERE} {_PLANNED}",
    },
    "no": {},
}


def _postgresql(parts: _Parts, *, makes_tables: bool) -> dict[str, Any]:
    """One server, or several with commas between, of which libpq takes the first that will do."""
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    prepared = options.pop("prepared", "yes")
    if prepared not in _PREPARED:
        raise ValueError("prepared is yes or no")
    told = dict(_PREPARED[prepared])
    if "options" in told and not makes_tables:
        told["options"] += f" {_LOCKED}"
    if unknown := sorted(set(options) - _OPTIONS):
        raise ValueError(f"unknown option {unknown[0]!r}")
    places = [_place(one) for one in parts.places.split(",")]
    hosts, ports = zip(*places, strict=True)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.user,
        "PASSWORD": parts.password,
        "HOST": ",".join(hosts),
        "PORT": ",".join(ports) if any(ports) else "",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": told | _WATCHED | options,
    }


def _place(text: str) -> tuple[str, str]:
    """Read host and port, of which either may be left out. Raises ValueError.

    A password with a slash ends the address in its middle, and its first part stands for a port.
    """
    one = urlsplit(f"//{text}")
    try:
        return unquote(one.hostname or ""), str(one.port or "")
    except ValueError:
        raise ValueError("host:port; / ? # @ : of a password are %2F %3F %23 %40 %3A") from None


def _sqlite(path: Path, *, makes_tables: bool) -> dict[str, Any]:
    """WAL with a flush a commit; IMMEDIATE, or a read-then-write that meets another one fails.

    Savepoints keep what they could take back in memory, not in a file, which doubles what an act
    writes; an index over a large table is sorted on the disk. What many acts change is brought
    from the log into the database each 4,000 pages (16 MB), once for all of them.
    """
    temporary = "FILE" if makes_tables else "MEMORY"
    return {
        "ENGINE": "lienthong.tables.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-65536;PRAGMA journal_size_limit=67108864;"
                f"PRAGMA wal_autocheckpoint=4000;PRAGMA temp_store={temporary}"
            ),
        },
    }
