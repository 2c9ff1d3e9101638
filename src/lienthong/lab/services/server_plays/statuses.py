"""Statuses on their way back: in order, late, doubled, out of order, and about nothing."""

from lienthong.lab.rules.letters import Made
from lienthong.lab.services.play import Play, Player

_COURSE = ("01", "03", "04", "05", "06")


def delivered(play: Play) -> Made:
    """Send a letter that arrives; everything about statuses begins so."""
    play.watch(play.peer, play.sender)
    made = play.letter()
    play.sent(made)
    play.arrived(made, play.peer)
    return made


def told(play: Play, status: Made) -> None:
    """Report a status and wait until it is with the issuer, the same to the byte."""
    play.sent(status, "status", by=play.peer)
    play.arrived(status, play.sender, "status")


def in_order(play: Play) -> None:
    made = delivered(play)
    for place, code in enumerate(_COURSE):
        told(play, play.status(made, code, after=place))


def refused(play: Play) -> None:
    made = delivered(play)
    told(play, play.status(made, "02", note="Gửi nhầm nơi nhận; đề nghị gửi lại đúng cơ quan."))


def late_and_doubled(play: Play) -> None:
    """The same work is reported again, and the same package comes twice."""
    made = delivered(play)
    for place, code in enumerate(("01", "03", "05", "05", "06")):
        told(play, play.status(made, code, after=place))
    late = play.status(made, "05", after=2)
    first = play.sent(late, "status", by=play.peer)
    play.arrived(late, play.sender, "status")
    play.check("same-doc-id", play.sent(late, "status", by=play.peer) == first, first)
    play.absent(late, play.sender, "status")


def out_of_order(play: Play) -> None:
    """The network turns them round; none is lost for it."""
    made = delivered(play)
    for place, code in ((4, "06"), (3, "05"), (1, "03"), (0, "01")):
        told(play, play.status(made, code, after=place))


def about_nothing(play: Play) -> None:
    """A status of a document that nobody sent is refused in words, not swallowed."""
    play.watch(play.sender, types=("status",))
    status = play.status(play.letter(), "03")
    play.refused(play.agent(play.peer).send(status, "status"))
    play.absent(status, play.sender, "status")


STATUSES: dict[str, Player] = {
    "statuses-in-order": in_order,
    "refused-with-reason": refused,
    "late-and-doubled-statuses": late_and_doubled,
    "statuses-out-of-order": out_of_order,
    "status-about-nothing": about_nothing,
}
