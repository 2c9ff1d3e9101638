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
