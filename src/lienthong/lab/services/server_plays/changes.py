"""What an issuer wants of an earlier document: back, changed, replaced; and what is answered."""

from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.lab.rules.letters import Made
from lienthong.lab.services.play import Play, Player
from lienthong.lab.services.server_plays.statuses import delivered, told

_REASON = "Văn bản có sai sót về nội dung (thử nghiệm)"


def _recalled(play: Play) -> Made:
    """Recall a letter; its recipient sees the package itself, or a status 13 made of it."""
    made = delivered(play)
    recall = play.change(BussinessDocType.RECALL, made, _REASON)
    play.sent(recall)
    asked = play.wait_for_request(recall, made, play.peer)
    play.require("recall-asked", asked, made.document_id)
    return made


def recall_agreed(play: Play) -> None:
    made = _recalled(play)
    told(play, play.status(made, "15", note="Đồng ý, đã hủy văn bản trên hệ thống."))


def recall_declined(play: Play) -> None:
    made = _recalled(play)
    told(play, play.status(made, "16", note="Văn bản đang được xử lý, đề nghị không thu hồi."))


def taken_back(play: Play) -> None:
    """13 goes the other way: from the issuer to the recipient that stands in `ResponseFor`."""
    made = delivered(play)
    asked = play.maker.status(made, "13", by=play.sender, to=play.peer, note=_REASON)
    play.sent(asked, "status")
    play.require("recall-asked", play.wait_for_request(asked, made, play.peer), made.document_id)
    told(play, play.status(made, "15", note="Đồng ý."))


def updated(play: Play) -> None:
    _changed(play, BussinessDocType.UPDATE)


def replaced(play: Play) -> None:
    _changed(play, BussinessDocType.REPLACEMENT)


def update_agreed(play: Play) -> None:
    made = _changed(play, BussinessDocType.UPDATE)
    told(play, play.status(made, "15", note="Đồng ý cập nhật."))


def replacement_declined(play: Play) -> None:
    made = _changed(play, BussinessDocType.REPLACEMENT)
    told(play, play.status(made, "16", note="Văn bản đã được xử lý xong, đề nghị giữ bản trước."))


def _changed(play: Play, does: BussinessDocType) -> Made:
    """Send a letter, then what changes it; return the letter, which answers name."""
    made = delivered(play)
    change = play.change(does, made, _REASON)
    play.sent(change)
    play.arrived(change, play.peer)
    return made


CHANGES: dict[str, Player] = {
    "recall-agreed": recall_agreed,
    "recall-declined": recall_declined,
    "taken-back": taken_back,
    "updated": updated,
    "update-agreed": update_agreed,
    "replaced": replaced,
    "replacement-declined": replacement_declined,
}
