"""Plain values of witnesses."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from lienthong.kernel.wording import noop as _
from lienthong.ledger.types import Signed


class HeadState(StrEnum):
    """Whether a head that was seen fits what was seen of that ledger before."""

    NEW = "new"
    LINKED = "linked"
    CONTRADICTED = "contradicted"


class ContradictionKind(StrEnum):
    """How two heads of one installation contradict each other."""

    FORK = "fork"  # one size, two roots: the two heads alone prove it
    NOT_CONTINUED = "not-continued"  # the proof that one continues the other is wrong
    FORGOTTEN = "forgotten"  # a head that was signed is published no more

    @property
    def sentence(self) -> str:
        return _KINDS[self]


_KINDS = {
    ContradictionKind.FORK: _("Hai đầu sổ cùng số bản ghi nhưng khác mã gốc: sổ đã rẽ nhánh."),
    ContradictionKind.NOT_CONTINUED: _("Bằng chứng nối tiếp sai: lịch sử đã bị viết lại."),
    ContradictionKind.FORGOTTEN: _("Một đầu sổ đã ký nay không còn được công bố."),
}


class Trouble(StrEnum):
    """What a look at an installation found wrong; the order is from grave to slight."""

    CONTRADICTED = "witnesses.contradicted"
    WRONG_ANSWER = "witnesses.wrong-answer"
    STAMP_WRONG = "witnesses.stamp-wrong"
    LATE = "witnesses.late"
    UNSTAMPED = "witnesses.unstamped"
    SILENT = "witnesses.silent"
    AWAY = "witnesses.away"

    @property
    def sentence(self) -> str:
        return _TROUBLES[self]


_TROUBLES = {
    Trouble.CONTRADICTED: _("Các đầu sổ của nơi này mâu thuẫn nhau; giữ bằng chứng và hỏi nơi đó."),
    Trouble.WRONG_ANSWER: _("Câu trả lời không đúng dạng, hoặc không do khóa đã biết ký."),
    Trouble.STAMP_WRONG: _("Dấu thời gian trên đầu sổ mới nhất không đúng."),
    Trouble.LATE: _("Đầu sổ được công bố quá 24 giờ sau khi ký."),
    Trouble.UNSTAMPED: _("Đầu sổ mới nhất đã công bố quá 2 giờ mà chưa có dấu thời gian."),
    Trouble.SILENT: _("Hơn 7 ngày không có đầu sổ mới."),
    Trouble.AWAY: _("Không hỏi được nơi này."),
}


@dataclass(frozen=True, slots=True)
class WatchedCard:
    """Another installation that is looked at; size and epoch of the newest head that fits."""

    id: UUID
    installation: str
    address: str
    key_id: str
    looked_at: datetime | None
    answered_at: datetime | None
    failure: str
    troubles: tuple[Trouble, ...]
    epoch: int | None
    size: int | None


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A head with what a witness signed about it."""

    witness: str
    epoch: int
    size: int
    seen_at: datetime
    since: int | None
    cosignature: Signed
    head: Signed


@dataclass(frozen=True, slots=True)
class ContradictionCard:
    """Two heads of one installation that cannot both be true."""

    id: UUID
    installation: str
    kind: ContradictionKind
    first: Signed
    second: Signed
    found_at: datetime
