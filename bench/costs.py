"""What a server, ours or a peer, has cost until a moment, and between two of them."""

from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """Of all processes of a server with its database.

    cpu_s: seconds; disk_bytes: what stays on disk, without the database's log, which is used again
    and does not grow (log_bytes); database_bytes: rows and indexes. statements: of SQL, that the
    requests have taken.
    """

    cpu_s: float
    disk_bytes: int
    log_bytes: int = 0
    database_bytes: int = 0
    statements: int = 0
    flushes: int = 0

    def since(self, before: "Cost") -> "Cost":
        """Return what came on top of an earlier cost."""
        pairs = zip(astuple(self), astuple(before), strict=True)
        return Cost(*(now - then for now, then in pairs))
