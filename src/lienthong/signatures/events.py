"""What signatures announces."""

from dataclasses import dataclass

from lienthong.signatures.types import ContentVerdict, Verdict


@dataclass(frozen=True, slots=True)
class ContentJudged:
    """A check of a content was recorded; `before` is the verdict of the check before, if any."""

    verdict: ContentVerdict
    before: Verdict | None
