"""Refusals: what was understood and turned down, in words that a person can act on."""

from typing import ClassVar

from lienthong.kernel.wording import noop as _


class Refusal(Exception):
    """A request that was understood and turned down for a reason the caller can act on.

    `code` is stable: clients and tests match on it. `sentence` says what is wrong, `cause` why
    (the rule or the state of things), `next_step` what the caller can do now; all three are
    Vietnamese source texts with `%(name)s` places that `facts` fill. Facts are shown to the
    caller, so they hold only what this caller may see.
    """

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = _("Yêu cầu bị từ chối.")
    cause: ClassVar[str] = ""
    next_step: ClassVar[str] = ""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(f"{self.code} {facts}")


class Invalid(Refusal):
    """422: the request itself must change."""


class NotAllowed(Refusal):
    """403: the caller lacks the right; somebody can grant it."""


class NotFound(Refusal):
    """404: it does not exist, or this caller may not know that it does."""


class Conflict(Refusal):
    """409: the state moved on; reload and look."""
