"""What signatures announces."""

from collections.abc import Mapping
from dataclasses import dataclass

from lienthong.signatures.types import ContentVerdict, Verdict


@dataclass(frozen=True, slots=True)
class ContentsJudged:
    """Checks of contents were recorded; `before` has the verdicts of the checks before, if any."""

    verdicts: tuple[ContentVerdict, ...]
    before: Mapping[str, Verdict]
