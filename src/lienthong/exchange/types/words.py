"""The closed lists of exchange, with the words that people see."""

from enum import StrEnum

from lienthong.kernel.wording import noop as _


class StatusCode(StrEnum):
    """What one side tells the other (edXML status package, QCVN 102 and Decision 28/2018)."""

    ARRIVED = "01"
    REFUSED = "02"
    ACCEPTED = "03"
    ASSIGNED = "04"
    IN_WORK = "05"
    FINISHED = "06"
    TAKE_BACK = "13"  # issuer to recipient; all others recipient to issuer
    AGREED = "15"
    DECLINED = "16"

    @property
    def label(self) -> str:
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    StatusCode.ARRIVED: _("Đã đến"),
    StatusCode.REFUSED: _("Từ chối tiếp nhận"),
    StatusCode.ACCEPTED: _("Đã tiếp nhận"),
    StatusCode.ASSIGNED: _("Phân công"),
    StatusCode.IN_WORK: _("Đang xử lý"),
    StatusCode.FINISHED: _("Hoàn thành"),
    StatusCode.TAKE_BACK: _("Lấy lại"),
    StatusCode.AGREED: _("Đồng ý"),
    StatusCode.DECLINED: _("Không đồng ý"),
}

# What a recipient may say about its own work, in the order of the work.
PROGRESS = (
    StatusCode.ARRIVED,
    StatusCode.ACCEPTED,
    StatusCode.ASSIGNED,
    StatusCode.IN_WORK,
    StatusCode.FINISHED,
)
ANSWERS = (StatusCode.AGREED, StatusCode.DECLINED)


class DeliveryState(StrEnum):
    """Where a delivery stands, as derived from its status reports; never set by hand."""

    SENT = "sent"
    ARRIVED = "arrived"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    IN_WORK = "in-work"
    FINISHED = "finished"
    RECALLED = "recalled"
    # Of a version that is to come instead of another: not answered yet; declined or taken back.
    OFFERED = "offered"
    NOT_TAKEN = "not-taken"
    # Of the one before, once the recipient has agreed to what comes instead.
    SUPERSEDED = "superseded"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]

    @property
    def is_open_for_acceptance(self) -> bool:
        """The recipient's clerk has neither accepted nor refused yet."""
        return self in {DeliveryState.SENT, DeliveryState.ARRIVED}

    @property
    def is_closed(self) -> bool:
        return self is DeliveryState.FINISHED or (
            self is not DeliveryState.OFFERED and not self.is_with_recipient
        )

    @property
    def is_with_recipient(self) -> bool:
        """It is what the recipient has in hand: not refused, given back, replaced or on offer."""
        return self not in NOT_IN_HAND


_STATE_LABELS = {
    DeliveryState.SENT: _("Đã gửi"),
    DeliveryState.ARRIVED: _("Đã đến"),
    DeliveryState.REFUSED: _("Bị từ chối"),
    DeliveryState.ACCEPTED: _("Đã tiếp nhận"),
    DeliveryState.ASSIGNED: _("Đã phân công"),
    DeliveryState.IN_WORK: _("Đang xử lý"),
    DeliveryState.FINISHED: _("Hoàn thành"),
    DeliveryState.RECALLED: _("Đã thu hồi"),
    DeliveryState.OFFERED: _("Chờ đồng ý"),
    DeliveryState.NOT_TAKEN: _("Không được thay"),
    DeliveryState.SUPERSEDED: _("Đã có bản mới"),
}
NOT_IN_HAND = frozenset(
    {
        DeliveryState.REFUSED,
        DeliveryState.RECALLED,
        DeliveryState.OFFERED,
        DeliveryState.NOT_TAKEN,
        DeliveryState.SUPERSEDED,
    }
)
# Of these no paper goes, or is waited for; what is on offer takes its paper along.
NO_PAPER_WANTED = NOT_IN_HAND - {DeliveryState.OFFERED}


class DispatchKind(StrEnum):
    """Why this sending happens; each is said, none is silent."""

    NEW = "new"
    SUPPLEMENTARY = "supplementary"  # further recipients of the same version
    RESENT = "resent"  # after a refusal
    UPDATE = "update"  # another version of what the recipients have
    REPLACEMENT = "replacement"  # another document instead of the one that they have

    @property
    def is_change(self) -> bool:
        """It brings something instead of what is there, and waits for consent."""
        return self in {DispatchKind.UPDATE, DispatchKind.REPLACEMENT}


class ChangeKind(StrEnum):
    """What a sender asks of those who have its document (A12)."""

    RECALL = "recall"
    UPDATE = "update"
    REPLACEMENT = "replacement"

    @property
    def label(self) -> str:
        return _CHANGE_LABELS[self]

    @property
    def asked(self) -> str:
        """The request as a line of a course."""
        return _CHANGES_ASKED[self]


_CHANGES_ASKED = {
    ChangeKind.RECALL: _("Đề nghị thu hồi"),
    ChangeKind.UPDATE: _("Đề nghị cập nhật"),
    ChangeKind.REPLACEMENT: _("Đề nghị thay thế"),
}
_CHANGE_LABELS = {
    ChangeKind.RECALL: _("thu hồi"),
    ChangeKind.UPDATE: _("cập nhật"),
    ChangeKind.REPLACEMENT: _("thay thế"),
}


class NotCarried(StrEnum):
    """How a document did not come to its recipient, who therefore said nothing: by whose doing."""

    REFUSED = "relay-refused"  # the next installation turned it down
    FAILED = "relay-failed"  # nobody took it in time, or it could not be made

    @property
    def label(self) -> str:
        return _NOT_CARRIED[self]


_NOT_CARRIED = {
    NotCarried.REFUSED: _("Hệ thống kế tiếp không nhận"),
    NotCarried.FAILED: _("Không chuyển được tới nơi nhận"),
}
