"""What operation announces."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UpgradeFailed:
    """A step of an upgrade failed; those before it stand, and what was lifted is lifted."""
