"""What must be refused, in words, and must leave nothing; the server goes on afterwards."""

from collections.abc import Callable
from dataclasses import replace

from lienthong.formats.edxml import types as t
from lienthong.lab.rules import samples
from lienthong.lab.rules.letters import Made
from lienthong.lab.rules.pdf import a_pdf
from lienthong.lab.services.agents import BROKEN, Agent, Said
from lienthong.lab.services.play import NotTried, Play, Player

Send = Callable[[Agent, Made], Said]


def _plain(agent: Agent, made: Made) -> Said:
    return agent.send(made)


def _must_refuse(play: Play, made: Made, send: Send = _plain) -> None:
    """Bring something that must not be taken; then look whether the server goes on."""
    play.watch(play.peer, types=("edoc",))
    play.refused(send(play.agent(play.sender), made))
    play.absent(made, play.peer)
    said = play.agent(play.peer).call("countReceiveStatus", {}, b"{}")
    play.check("still-serving", said.heard.status != BROKEN, said)


def broken_signature(play: Play) -> None:
    over = {"XroadVnpt-hash-header": "0" * 64}
    _must_refuse(play, play.letter(), lambda agent, made: agent.send(made, over=over))


def wrong_secret(play: Play) -> None:
    secret = play.sender.secret[::-1] + "x"
    _must_refuse(play, play.letter(), lambda agent, made: agent.send(made, secret=secret))


def fields_differ(play: Play) -> None:
    """A field was changed on its way: the signed text says another thing."""
    over = {"XroadVnpt-messagetype": "status"}
    _must_refuse(play, play.letter(), lambda agent, made: agent.send(made, over=over))


def wrong_digest(play: Play) -> None:
    _must_refuse(play, play.letter(), lambda agent, made: agent.send(made, hash_file="1" * 64))


def false_sender(play: Play) -> None:
    """The package speaks for another agency than the call."""
    made = play.maker.letter(samples.NOBODY, [play.peer])
    _must_refuse(play, made)


def sender_not_ours(play: Play) -> None:
    """The call speaks for an agency that the system does not stand for."""
    made = play.maker.letter(samples.NOBODY, [play.peer])
    _must_refuse(play, made, lambda agent, made: agent.send(made, from_=samples.NOBODY.code))


def unknown_recipient(play: Play) -> None:
    made = play.letter(samples.NOBODY)
    play.refused(play.agent(play.sender).send(made))


def doctype(play: Play) -> None:
    _spoilt(play, samples.with_doctype)


def bomb(play: Play) -> None:
    _spoilt(play, samples.with_bomb)


def not_utf_8(play: Play) -> None:
    _spoilt(play, samples.in_utf_16)


def wrong_namespace(play: Play) -> None:
    _spoilt(play, samples.in_no_namespace)


def not_a_package(play: Play) -> None:
    for content in (b"", b"khong phai XML", b"<edXML", b"\x00" * 4096):
        made = replace(play.letter(), content=content)
        play.refused(play.agent(play.sender).send(made))


def empty_attachment(play: Play) -> None:
    _spoilt(play, samples.without_content)


def path_in_zip(play: Play) -> None:
    hostile = {"phu-luc.zip": samples.packed("../../../phu-luc.txt", b"thu nghiem")}
    made = play.letter(files={"cong-van.pdf": a_pdf(), **hostile})
    _spoilt(play, lambda content: samples.with_path_in_zip(content, "phu-luc"), made)


def path_in_name(play: Play) -> None:
    """Refused, or passed on as it is: both are right."""
    play.watch(play.peer, types=("edoc",))
    made = play.letter(files={"../../cong-van.pdf": a_pdf()})
    said = play.agent(play.sender).send(made)
    if said.is_ok:
        play.arrived(made, play.peer)
    else:
        play.refused(said)


def secret_declared(play: Play) -> None:
    _must_refuse(play, play.letter(other=t.OtherInfo(sphere="MẬT")))


def secret_stamped(play: Play) -> None:
    _must_refuse(play, play.letter(files={"cong-van.pdf": a_pdf(is_stamped=True)}))


def others_package(play: Play) -> None:
    """What was sent to another agency cannot be fetched, and not confirmed in its place."""
    first, second = play.peers(2)
    if first.systemid == second.systemid:
        raise NotTried("own-systems-needed")
    play.watch(first)
    made = play.letter(first)
    play.sent(made)
    doc_id = str(play.arrived(made, first).get("docId"))
    asked = {"docId": doc_id, "filePath": ""}
    play.refused(play.agent(second).call("getEdoc", asked, b"{}"))
    play.refused(play.agent(second).update(doc_id, "done"))
    waiting = {one.get("docId") for one in play.agent(first).listed()}
    play.check("still-listed", doc_id in waiting, doc_id)


def _spoilt(play: Play, spoil: Callable[[bytes], bytes], made: Made | None = None) -> None:
    made = made or play.letter()
    _must_refuse(play, replace(made, content=spoil(made.content)))


ATTACKS: dict[str, Player] = {
    "broken-signature": broken_signature,
    "wrong-secret": wrong_secret,
    "fields-differ": fields_differ,
    "wrong-digest": wrong_digest,
    "false-sender": false_sender,
    "sender-not-ours": sender_not_ours,
    "unknown-recipient": unknown_recipient,
    "doctype": doctype,
    "entity-bomb": bomb,
    "not-utf-8": not_utf_8,
    "wrong-namespace": wrong_namespace,
    "not-a-package": not_a_package,
    "empty-attachment": empty_attachment,
    "path-in-zip": path_in_zip,
    "path-in-name": path_in_name,
    "secret-declared": secret_declared,
    "secret-stamped": secret_stamped,
    "others-package": others_package,
}
