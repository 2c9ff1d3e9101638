"""Hooks, what they are told, and what became of each call, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from lienthong.kernel.wording import noop as _
from lienthong.systems.types import SystemCard


class NewsKind(StrEnum):
    """What a notification is about; the type of its CloudEvent is `lienthong.` and this."""

    DELIVERY_ARRIVED = "delivery.arrived"
    DELIVERY_ENDED = "delivery.ended"  # refused, finished or given back: told to both sides
    STATUS_REPORTED = "status.reported"
    RECALL_ASKED = "recall.asked"
    RECALL_ANSWERED = "recall.answered"
    DELIVERY_URGED = "delivery.urged"  # its sender, or who watches the province, reminds of it
    CHALLENGE = "hook.challenge"  # proves who owns the address; nobody subscribes to it

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]

    @classmethod
    def subscribable(cls) -> "tuple[NewsKind, ...]":
        """Return what a hook may be told."""
        return tuple(kind for kind in cls if kind != cls.CHALLENGE)


_KIND_LABELS = {
    NewsKind.DELIVERY_ARRIVED: _("có văn bản đến"),
    NewsKind.DELIVERY_ENDED: _("văn bản đã xong, bị từ chối hoặc đã trả lại"),
    NewsKind.STATUS_REPORTED: _("nơi nhận báo trạng thái"),
    NewsKind.RECALL_ASKED: _("bên gửi yêu cầu thu hồi, cập nhật, thay thế"),
    NewsKind.RECALL_ANSWERED: _("nơi nhận trả lời thu hồi, cập nhật, thay thế"),
    NewsKind.DELIVERY_URGED: _("bị nhắc vì quá hạn"),
    NewsKind.CHALLENGE: _("thử địa chỉ"),
}


class HookState(StrEnum):
    UNPROVED = "unproved"  # its address has not echoed the challenge yet
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    HookState.UNPROVED: _("chờ địa chỉ trả lời thử"),
    HookState.ACTIVE: _("đang báo"),
    HookState.PAUSED: _("tạm dừng"),
    HookState.CLOSED: _("đã đóng"),
}


class PauseReason(StrEnum):
    """Why a hook is told nothing for now; none while it is."""

    NONE = ""
    OWNER = "owner"
    OPERATOR = "operator"
    FAILING = "failing"  # its address has not worked for a day
    GONE = "gone"  # its address said so (410)

    @property
    def label(self) -> str:
        return _PAUSE_LABELS[self]


_PAUSE_LABELS = {
    PauseReason.NONE: "",
    PauseReason.OWNER: _("hệ thống tự tạm dừng"),
    PauseReason.OPERATOR: _("quản trị tạm dừng"),
    PauseReason.FAILING: _("địa chỉ hỏng quá một ngày"),
    PauseReason.GONE: _("địa chỉ báo không còn dùng (410)"),
}


class NotificationState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"  # given up, or not to be told any more; may be sent again once it may be told


class Outcome(StrEnum):
    """What became of one call."""

    DELIVERED = "delivered"
    TURNED_DOWN = "turned-down"  # an answer that is not 2xx
    NOT_ECHOED = "not-echoed"  # 2xx without the challenge in it
    NOT_RESOLVED = "not-resolved"
    FORBIDDEN_ADDRESS = "forbidden-address"
    UNREACHABLE = "unreachable"
    TLS_FAILED = "tls-failed"
    TIMED_OUT = "timed-out"
    NO_ANSWER = "no-answer"  # the connection broke, or what came is no HTTP

    @property
    def label(self) -> str:
        return _OUTCOME_LABELS[self]


_OUTCOME_LABELS = {
    Outcome.DELIVERED: _("đã nhận"),
    Outcome.TURNED_DOWN: _("địa chỉ trả lời không nhận"),
    Outcome.NOT_ECHOED: _("không trả lại mã thử"),
    Outcome.NOT_RESOLVED: _("không tìm thấy tên máy chủ"),
    Outcome.FORBIDDEN_ADDRESS: _("địa chỉ mạng không được phép"),
    Outcome.UNREACHABLE: _("không kết nối được"),
    Outcome.TLS_FAILED: _("chứng thư TLS không được chấp nhận"),
    Outcome.TIMED_OUT: _("quá thời gian chờ"),
    Outcome.NO_ANSWER: _("mất kết nối trước khi trả lời"),
}


@dataclass(frozen=True, slots=True)
class HookCard:
    """A hook. address: as its owner gave it. agency_ids: about whom it is told.

    succeeded_at: of the last call that was taken. failing_since: all calls since then have failed.
    """

    id: UUID
    system: SystemCard
    address: str
    kinds: tuple[NewsKind, ...]
    agency_ids: frozenset[UUID]
    state: HookState
    pause_reason: PauseReason
    failing_since: datetime | None
    succeeded_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NotificationCard:
    """One notification. number: its place among those of its hook, given at its first call."""

    id: UUID
    hook_id: UUID
    kind: NewsKind
    agency_id: UUID | None
    subject_id: UUID
    facts: Mapping[str, str]
    number: int | None
    state: NotificationState
    attempts: int
    made_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class AttemptCard:
    """One call. id: also the X-Request-ID that was sent. status: of the answer, 0 without one."""

    id: UUID
    notification_id: UUID
    kind: NewsKind
    number: int | None
    outcome: Outcome
    status: int
    milliseconds: int
    called_at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """A request that is ready to go. networks: private ones in CIDR that may be called."""

    url: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    networks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. status: 0 when nothing did; `outcome` then says why."""

    outcome: Outcome
    status: int = 0
    body: bytes = field(default=b"", repr=False)
