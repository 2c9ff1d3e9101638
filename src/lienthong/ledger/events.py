"""News of the ledger for those above it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LedgerLate:
    """The ledger is behind its promises; told every six hours while it lasts.

    problems: codes of `rules.delays.PROBLEMS`.
    """

    problems: tuple[str, ...]
    found_at: datetime


@dataclass(frozen=True, slots=True)
class LedgerInTime:
    """The ledger keeps its promises; told every ten minutes while it does."""

    found_at: datetime
