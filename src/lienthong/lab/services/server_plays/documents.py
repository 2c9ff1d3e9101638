"""Documents on their way: one, many, large, sent again, with odd but right forms."""

import hashlib
import unicodedata

from lienthong.formats.vxp.package_body import short_digest
from lienthong.lab.rules import samples
from lienthong.lab.rules.letters import has_one_form
from lienthong.lab.rules.pdf import a_pdf
from lienthong.lab.services.play import Play, Player


def new(play: Play) -> None:
    play.watch(play.peer)
    made = play.letter()
    play.sent(made)
    line = play.arrived(made, play.peer)
    known = {"from": play.sender.code, "messageType": "edoc"}
    told = {name: line.get(name) for name in known}
    play.check("line-names-both", told == known, line)
    play.done(line, play.peer)
    left = {one.get("docId") for one in play.agent(play.peer).listed()}
    play.check("done-leaves-list", line.get("docId") not in left, line.get("docId"))


def several_recipients(play: Play) -> None:
    first, second = play.peers(2)
    play.watch(first, second)
    made = play.letter(first, second)
    doc_id = play.sent(made)
    ids = [play.arrived(made, one).get("docId") for one in (first, second)]
    play.check("id-per-recipient", len({doc_id, *ids}) == 3, ids)


def several_attachments(play: Play) -> None:
    play.watch(play.peer)
    files = {
        "cong-van.pdf": a_pdf(),
        "Phụ lục 1.xlsx": samples.packed("bang.xml", b"<bang/>"),
        "Phụ lục 2.txt": "Danh sách kèm theo".encode(),
        "Phụ lục 3.docx": samples.packed("van-ban.xml", b"<van-ban/>"),
    }
    made = play.letter(files=files)
    play.sent(made)
    play.arrived(made, play.peer)


def large(play: Play) -> None:
    play.watch(play.peer)
    size = play.run.terms.large_bytes * 3 // 4
    made = play.letter(files={"cong-van.pdf": a_pdf(filling=size)}, is_steady=False)
    play.sent(made)
    play.arrived(made, play.peer)


def sent_again(play: Play) -> None:
    play.watch(play.peer)
    made = play.letter()
    ids = [play.sent(made) for _time in range(3)]
    play.check("same-doc-id", len(set(ids)) == 1, ids)
    play.arrived(made, play.peer)
    play.absent(made, play.peer)


def lost_answer(play: Play) -> None:
    """The client sees a broken connection and sends all of it again, as the JDK does by itself."""
    play.watch(play.peer)
    made = play.letter()
    play.agent(play.sender).send_and_hang_up(made)
    ids = [play.sent(made) for _time in range(2)]
    play.check("same-doc-id", len(set(ids)) == 1, ids)
    play.arrived(made, play.peer)
    play.absent(made, play.peer)


def digest_forms(play: Play) -> None:
    """A package whose digest has two forms, with and without the two bytes behind it."""
    play.watch(play.peer)
    made = play.letter(is_steady=False)
    while has_one_form(made.content):
        made = play.letter(is_steady=False)
    short = short_digest(hashlib.sha256(made.content).digest())
    said = play.agent(play.sender).send(made, hash_file=short)
    play.check("short-digest-taken", said.is_ok, said)
    said = play.agent(play.sender).send(made)
    play.check("whole-digest-taken", said.is_ok, said)
    said = play.agent(play.sender).send(made, body=made.content)
    play.check("without-tail-taken", said.is_ok, said)
    play.arrived(made, play.peer)


def decomposed_name(play: Play) -> None:
    play.watch(play.peer)
    name = unicodedata.normalize("NFD", "Công văn về việc thử nghiệm.pdf")
    made = play.letter(files={name: a_pdf()})
    play.sent(made)
    play.arrived(made, play.peer)


def clock_skew(play: Play) -> None:
    """A client object keeps the time of its making for years; some clocks are ahead."""
    play.watch(play.peer)
    for stamp in ("01012019T080000+0001", "31122039T235959+0999"):
        made = play.letter()
        said = play.agent(play.sender, stamp=stamp).send(made)
        play.check("old-clock-taken", said.is_ok, said)
        if said.is_ok:
            play.arrived(made, play.peer)


def some_recipients_unknown(play: Play) -> None:
    play.watch(play.peer)
    made = play.letter(play.peer, samples.NOBODY)
    play.sent(made)
    play.arrived(made, play.peer)


DOCUMENTS: dict[str, Player] = {
    "new": new,
    "several-recipients": several_recipients,
    "several-attachments": several_attachments,
    "sent-again": sent_again,
    "lost-answer": lost_answer,
    "digest-forms": digest_forms,
    "large": large,
    "decomposed-name": decomposed_name,
    "clock-skew": clock_skew,
    "some-recipients-unknown": some_recipients_unknown,
}
