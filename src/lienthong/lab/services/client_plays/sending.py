"""What a client sends, also when the answer is lost or is no answer; and what comes back of it."""

from collections.abc import Callable

from lienthong.formats.edxml.types import DocumentPackage
from lienthong.lab.rules.letters import Made
from lienthong.lab.services.axis import Parcel, Seen
from lienthong.lab.services.stage import Stage, is_letter
from lienthong.lab.types import Mischief

_MOST_TRIES = 5


def one(stage: Stage) -> None:
    stage.ask("send", to=[stage.peer.code], attachments=1)
    _look_at(stage, stage.sent_letter(), recipients=1, attachments=1)


def several(stage: Stage) -> None:
    stage.ask("send", to=[one.code for one in stage.peers], attachments=2)
    _look_at(stage, stage.sent_letter(), recipients=len(stage.peers), attachments=2)


def statuses(stage: Stage) -> None:
    """In order, late, doubled: the sender fetches and confirms each."""
    made = _sent(stage)
    parcels = [_report(stage, made, code) for code in ("01", "03", "05", "05", "06", "05")]
    again = stage.maker.status(made, "04", by=stage.peer, to=stage.client)
    parcels += [stage.deliver(again, "status"), stage.deliver(again, "status")]
    stage.confirmed(*parcels)


def out_of_order(stage: Stage) -> None:
    made = _sent(stage)
    stage.confirmed(*[_report(stage, made, code) for code in ("06", "03", "01")])


def refused(stage: Stage) -> None:
    """The recipient refuses with a reason: that is fetched and confirmed."""
    made = _sent(stage)
    stage.confirmed(_report(stage, made, "02"))


def recalls(stage: Stage) -> None:
    made = _sent(stage)
    stage.ask("recall", document=made.document_id, to=[stage.peer.code])
    found = stage.seen(lambda one: _asks_back(one, made.document_id))
    stage.require("client-recalls", found is not None)
    stage.confirmed(_report(stage, made, "15"))


def updates(stage: Stage) -> None:
    _changes(stage, "update", "2")


def replaces(stage: Stage) -> None:
    _changes(stage, "replace", "3")


def lost_answer(stage: Stage) -> None:
    _again(stage, Mischief.LOSES_ANSWER)


def broken_page(stage: Stage) -> None:
    _again(stage, Mischief.BROKEN_PAGE)


def turned_down(stage: Stage) -> None:
    """The axis says `FAIL`: the same package comes again, and not without end."""
    _again(stage, Mischief.REFUSES)


def _again(stage: Stage, trick: Mischief) -> None:
    with stage.tricked("sendEdoc", trick):
        stage.ask("send", to=[stage.peer.code], attachments=1)
        sent = stage.times(lambda one: one.operation == "sendEdoc", 2)
    stage.require("client-sends", bool(sent))
    same = [one for one in sent if one.digest == sent[0].digest]
    stage.check("client-sends-again", len(same) > 1, f"{len(same)}")
    stage.pace.sleep(stage.pace.settle)
    again = [one for one in stage.mine() if one.digest == sent[0].digest]
    stage.check("not-without-end", len(again) <= _MOST_TRIES, f"{len(again)}")
    taken = {one.doc_id for one in again if not one.code}
    stage.check("same-doc-id", len(taken) == 1, sorted(taken))


def _look_at(stage: Stage, seen: Seen, *, recipients: int, attachments: int) -> None:
    """What recipients need of a package; that it can be read was looked at when it was taken."""
    package = seen.package
    assert isinstance(package, DocumentPackage)
    stage.check("names-recipients", len(package.recipients) >= recipients, len(package.recipients))
    stage.check("has-attachments", len(package.attachments) >= attachments, attachments)
    missing = [
        name
        for name, there in {
            "DocumentId": package.document_id,
            "Code": package.code,
            "Subject": package.subject,
            "PromulgationDate": package.promulgation,
            "DocumentType": package.type,
        }.items()
        if not there
    ]
    stage.check("says-what-it-is", not missing, ", ".join(missing))


def _sent(stage: Stage) -> Made:
    stage.ask("send", to=[stage.peer.code], attachments=1)
    seen = stage.sent_letter()
    assert seen.package is not None
    return Made(seen.package, seen.content)


def _changes(stage: Stage, act: str, does: str) -> None:
    made = _sent(stage)
    stage.ask(act, document=made.document_id, to=[stage.peer.code])
    seen = stage.seen(lambda one: is_letter(one, does))
    stage.require("client-sends", seen is not None)
    package = seen.package if seen else None
    named = package.concerned_document_ids if isinstance(package, DocumentPackage) else ()
    stage.check("names-earlier", made.document_id in named, ", ".join(named))


def _asks_back(one: Seen, document_id: str) -> bool:
    """A recall as a package, or as a status 13."""
    package = one.package
    if one.code or package is None:
        return False
    if isinstance(package, DocumentPackage):
        return str(package.does) == "1" and document_id in package.concerned_document_ids
    about = package.response_for
    return package.status_code == "13" and about is not None and about.document_id == document_id


def _report(stage: Stage, made: Made, code: str) -> Parcel:
    status = stage.maker.status(made, code, by=stage.peer, to=stage.client)
    return stage.deliver(status, "status")


SENDING: dict[str, Callable[[Stage], None]] = {
    "sends": one,
    "sends-to-several": several,
    "statuses-arrive": statuses,
    "statuses-out-of-order-arrive": out_of_order,
    "refusal-arrives": refused,
    "recalls": recalls,
    "updates": updates,
    "replaces": replaces,
    "answer-lost": lost_answer,
    "answer-broken": broken_page,
    "answer-refused": turned_down,
}
