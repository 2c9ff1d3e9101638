"""What can wait for whom: verbs, audiences, groups, and the lines as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import noop as _


class Verb(StrEnum):
    """What is to be done. An open list: a new one needs a line here and in VERBS, no migration."""

    ACCEPT = "accept"
    INSTRUCT = "instruct"
    HANDLE = "handle"
    COOPERATE = "cooperate"
    READ = "read"
    WORK_INSIDE = "work-inside"
    READ_INSIDE = "read-inside"
    ENTER_LETTER = "enter-letter"
    ANSWER_RECALL = "answer-recall"
    ANSWER_CHANGE = "answer-change"
    REVISE = "revise"
    COMMENT = "comment"
    SIGN = "sign"
    SEAL = "seal"
    AGREE_COPY = "agree-copy"
    CORRECT_REFUSED = "correct-refused"
    SEND_PAPER = "send-paper"
    RECEIVE_PAPER = "receive-paper"
    HAND_OVER_FILE = "hand-over-file"
    TAKE_OVER_FILES = "take-over-files"
    PREPARE_CLEARANCE = "prepare-clearance"
    CLEAR = "clear"
    AGREE_GLASS = "agree-glass"
    AGREE_SYSTEM = "agree-system"
    AGREE_ADMINISTRATOR = "agree-administrator"
    AGREE_REORGANISATION = "agree-reorganisation"
    MEND_LEDGER = "mend-ledger"
    FOLLOW_GLASS = "follow-glass"


# What the screen says; the verb of the button where the act is one.
VERBS: Mapping[Verb, str] = {
    Verb.ACCEPT: _("Tiếp nhận và vào sổ"),
    Verb.ENTER_LETTER: _("Vào sổ thư công vụ"),
    Verb.INSTRUCT: _("Cho ý kiến chỉ đạo"),
    Verb.HANDLE: _("Chủ trì xử lý"),
    Verb.COOPERATE: _("Phối hợp xử lý"),
    Verb.READ: _("Xem để biết"),
    Verb.WORK_INSIDE: _("Xử lý văn bản nội bộ"),
    Verb.READ_INSIDE: _("Xem văn bản nội bộ"),
    Verb.ANSWER_RECALL: _("Trả lời đề nghị thu hồi"),
    Verb.ANSWER_CHANGE: _("Trả lời đề nghị cập nhật, thay thế"),
    Verb.REVISE: _("Chỉnh sửa dự thảo"),
    Verb.COMMENT: _("Góp ý dự thảo"),
    Verb.SIGN: _("Ký số"),
    Verb.SEAL: _("Cấp số, đóng dấu và phát hành"),
    Verb.AGREE_COPY: _("Ký duyệt bản sao"),
    Verb.CORRECT_REFUSED: _("Xử lý văn bản bị từ chối tiếp nhận"),
    Verb.SEND_PAPER: _("Gửi bản giấy kèm theo"),
    Verb.RECEIVE_PAPER: _("Ghi nhận bản giấy đến"),
    Verb.HAND_OVER_FILE: _("Nộp lưu hồ sơ"),
    Verb.TAKE_OVER_FILES: _("Nhận hồ sơ nộp lưu"),
    Verb.PREPARE_CLEARANCE: _("Chuẩn bị công khai bản cập nhật"),
    Verb.CLEAR: _("Quyết định công khai văn bản"),
    Verb.AGREE_GLASS: _("Trả lời đề nghị xem khẩn cấp"),
    Verb.AGREE_SYSTEM: _("Trả lời đề nghị cho hệ thống làm thay cơ quan"),
    Verb.AGREE_ADMINISTRATOR: _("Trả lời đề nghị giao quản trị cơ quan"),
    Verb.AGREE_REORGANISATION: _("Trả lời phương án sắp xếp lại cơ quan"),
    Verb.MEND_LEDGER: _("Xử lý sổ cái không giữ đúng cam kết"),
    Verb.FOLLOW_GLASS: _("Quản trị hệ thống đang được xem nội dung"),
}


def waits_for_others(verb: Verb) -> bool:
    """Say whether this verb only follows what somebody else has to do."""
    return verb.startswith("follow-")


class WorkGroup(StrEnum):
    """The groups of the home page, in their order."""

    URGENT = "urgent"
    TODAY = "today"
    SOON = "soon"
    OPEN = "open"  # nothing limits it
    OTHERS = "others"


GROUPS: Mapping[WorkGroup, str] = {
    WorkGroup.URGENT: _("Hỏa tốc và quá hạn"),
    WorkGroup.TODAY: _("Hôm nay"),
    WorkGroup.SOON: _("Sắp đến hạn"),
    WorkGroup.OPEN: _("Không có hạn"),
    WorkGroup.OTHERS: _("Chờ người khác"),
}


# Posts that watch or administer: what their unit has to do is not for their eyes.
WATCHING = frozenset({"operator", "monitor", "reviewer", "administrator"})


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom work waits in an agency: one post, or whoever holds a role, or a unit (and role).

    Work for a role or unit leaves the list of all of them when one has done it.
    """

    role: str = ""
    unit_id: UUID | None = None
    post_id: UUID | None = None

    @property
    def key(self) -> str:
        """The audience as one word, by which lists find it: "post:…", "unit:…/", "/clerk"."""
        if self.post_id:
            return f"post:{self.post_id}"
        unit = f"unit:{self.unit_id}" if self.unit_id else ""
        return f"{unit}/{self.role}"

    @classmethod
    def keys_of(cls, viewer: Actor) -> list[str]:
        """Return the keys of every audience that a viewer in his or her post belongs to."""
        keys = {cls(role=viewer.role).key, cls().key}
        if viewer.unit_id and viewer.role not in WATCHING:
            keys |= {cls(unit_id=viewer.unit_id).key, cls(viewer.role, viewer.unit_id).key}
        if viewer.post_id:
            keys.add(cls(post_id=viewer.post_id).key)
        return sorted(keys)


@dataclass(frozen=True, slots=True)
class NewWork:
    """One line to put on a list. The words are those of this moment; the list joins nothing.

    subject_kind, subject_id: what it is about and where its page is ("entry", "delivery", "draft").
    number: the number as people say it ("Văn bản đến số 1274"), or empty; notation: what the
    issuer printed ("9459/UBND-TTTH"); summary: its subject in one line; from_whom: who asks.
    due_at: None when nothing limits it; is_urgent: hỏa tốc, before all else.
    """

    agency_id: UUID
    audience: Audience
    verb: Verb
    subject_kind: str
    subject_id: UUID
    arrived_at: datetime
    number: str = ""
    notation: str = ""
    issuer: str = ""
    summary: str = ""
    from_whom: str = ""
    due_at: datetime | None = None
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One line of a list, as it is shown."""

    id: UUID
    group: WorkGroup
    verb: Verb
    subject_kind: str
    subject_id: UUID
    number: str
    notation: str
    issuer: str
    summary: str
    from_whom: str
    due_at: datetime | None
    is_urgent: bool
    is_late: bool
    arrived_at: datetime
    settled_at: datetime | None

    @property
    def task(self) -> str:
        """What to do, in Vietnamese source text."""
        return VERBS[self.verb]


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A page of lines; `after` asks for the next one, and is empty on the last."""

    lines: list[WorkLine]
    after: str


@dataclass(frozen=True, slots=True)
class WorkCounts:
    """How much waits for one viewer, by group and by verb; what follows others counts in OTHERS."""

    by_group: Mapping[WorkGroup, int]
    by_verb: Mapping[Verb, int]

    @property
    def to_do(self) -> int:
        """How much this viewer has to do, without what waits for others."""
        return sum(n for group, n in self.by_group.items() if group != WorkGroup.OTHERS)
