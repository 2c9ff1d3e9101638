"""News of witnesses for those above."""

from dataclasses import dataclass
from datetime import datetime

from lienthong.witnesses.types import ContradictionCard


@dataclass(frozen=True, slots=True)
class ContradictionFound:
    """Two heads of one installation contradict each other; kept as evidence, told once."""

    contradiction: ContradictionCard
    is_ours: bool
    found_at: datetime
