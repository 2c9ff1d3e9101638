"""What a client reports about what it was sent, and how it answers requests of the issuer."""

from collections.abc import Callable

from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.formats.edxml.types import StatusPackage
from lienthong.lab.rules.letters import Made
from lienthong.lab.services.stage import Stage

_REASON = "Văn bản có sai sót về nội dung (thử nghiệm)"


def arrival(stage: Stage) -> None:
    made = _delivered(stage)
    stage.status_about(made, "01")


def acceptance(stage: Stage) -> None:
    made = _delivered(stage)
    stage.ask("accept", document=made.document_id)
    stage.status_about(made, "03")


def refusal(stage: Stage) -> None:
    made = _delivered(stage)
    stage.ask("refuse", document=made.document_id)
    _with_reason(stage, made, "02")


def work(stage: Stage) -> None:
    made = _delivered(stage)
    stage.ask("work", document=made.document_id)
    places = [stage.axis.seen.index(stage.status_about(made, code)) for code in ("04", "05", "06")]
    stage.check("statuses-ordered", places == sorted(places), places)


def recall_agreed(stage: Stage) -> None:
    made = _recalled(stage)
    stage.ask("agree", document=made.document_id)
    stage.status_about(made, "15")


def recall_declined(stage: Stage) -> None:
    made = _recalled(stage)
    stage.ask("decline", document=made.document_id)
    _with_reason(stage, made, "16")


def update(stage: Stage) -> None:
    _changed(stage, BussinessDocType.UPDATE)


def replacement(stage: Stage) -> None:
    _changed(stage, BussinessDocType.REPLACEMENT)


def update_agreed(stage: Stage) -> None:
    """The answer names either of the two documents."""
    made, update = _changed(stage, BussinessDocType.UPDATE)
    stage.ask("agree", document=made.document_id)
    stage.answer_about((made, update), "15")


def _changed(stage: Stage, does: BussinessDocType) -> tuple[Made, Made]:
    """The other package arrives like a letter."""
    made = _delivered(stage)
    change = stage.maker.change(does, made, stage.peer, [stage.client], _REASON)
    stage.confirmed(stage.deliver(change))
    return made, change


def _delivered(stage: Stage) -> Made:
    made = stage.letter()
    stage.confirmed(stage.deliver(made))
    return made


def _recalled(stage: Stage) -> Made:
    made = _delivered(stage)
    asked = stage.maker.status(made, "13", by=stage.peer, to=stage.client, note=_REASON)
    stage.confirmed(stage.deliver(asked, "status"))
    return made


def _with_reason(stage: Stage, made: Made, code: str) -> None:
    package = stage.status_about(made, code).package
    note = package.description if isinstance(package, StatusPackage) else ""
    stage.check("reason-given", bool(note.strip()), note)


REPORTING: dict[str, Callable[[Stage], None]] = {
    "reports-arrival": arrival,
    "reports-acceptance": acceptance,
    "reports-refusal": refusal,
    "reports-work": work,
    "agrees-to-recall": recall_agreed,
    "declines-recall": recall_declined,
    "update-arrives": update,
    "agrees-to-update": update_agreed,
    "replacement-arrives": replacement,
}
