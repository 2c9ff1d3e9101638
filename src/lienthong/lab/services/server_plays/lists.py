"""Lists: what waits, what was sent, what is confirmed and taken back, and how many there are."""

from lienthong.lab.services.leftovers import confirm_leftovers
from lienthong.lab.services.play import NotTried, Play, Player, Run


def done_taken_back(play: Play) -> None:
    line = _waiting(play)
    doc_id = str(line.get("docId"))
    play.done(line, play.peer)
    said = play.agent(play.peer).update(doc_id, "processing")
    play.check("confirmed", said.is_ok, said)
    play.check("listed-again", _is_listed(play, doc_id), doc_id)


def done_repeated(play: Play) -> None:
    line = _waiting(play)
    for _time in range(3):
        play.done(line, play.peer)
    play.check("done-leaves-list", not _is_listed(play, str(line.get("docId"))), line)


def fetched_again(play: Play) -> None:
    """Fetching changes nothing; only `done` takes a package off the list."""
    line = _waiting(play)
    doc_id = str(line.get("docId"))
    contents = {play.agent(play.peer).get(doc_id) for _time in range(2)}
    play.check("same-each-time", len(contents) == 1, f"{len(contents)}")
    play.check("still-listed", _is_listed(play, doc_id), doc_id)
    for word in ("processing", "fail"):
        said = play.agent(play.peer).update(doc_id, word)
        play.check("word-taken", said.is_ok, said)
    play.check("still-listed", _is_listed(play, doc_id), doc_id)


def left_overs(play: Play) -> None:
    """One object that sent, fetched and confirmed carries all of that into its next list."""
    first = _waiting(play)
    play.sent(other := play.letter())
    line = play.arrived(other, play.peer)
    agent = play.agent(play.peer, is_forgetful=False)
    agent.send(play.maker.letter(play.peer, [play.sender]))
    agent.get(str(first.get("docId")))
    agent.update(str(first.get("docId")), "processing")
    ids = {one.get("docId") for one in agent.listed()}
    wanted = {first.get("docId"), line.get("docId")}
    play.check("left-overs-ignored", wanted <= ids, sorted(map(str, wanted - ids)))


def both_names(play: Play) -> None:
    """`docId` of an earlier fetch stays; `docid` of the confirmation is the one that counts."""
    first = str(_waiting(play).get("docId"))
    play.sent(other := play.letter())
    second = str(play.arrived(other, play.peer).get("docId"))
    agent = play.agent(play.peer, is_forgetful=False)
    agent.get(first)
    said = agent.update(second, "done")
    play.check("confirmed", said.is_ok, said)
    play.check("right-one-confirmed", _is_listed(play, first) and not _is_listed(play, second))


def sent_list(play: Play) -> None:
    play.watch(play.peer)
    made = play.letter()
    doc_id = play.sent(made)
    play.arrived(made, play.peer)
    lines = _sent(play, docId=doc_id)
    told = [(one.get("senderDocId"), one.get("toCode")) for one in lines]
    play.check("sent-line-per-recipient", told == [(doc_id, play.peer.code)], lines)
    strange = _sent(play, docId="khong-phai-cua-ai")
    ids = {one.get("senderDocId") for one in strange}
    play.check("whole-list-for-strange-id", doc_id in ids, f"{len(strange)}")


def counts(play: Play) -> None:
    _waiting(play)
    for operation, kind in (("countReceiveEdoc", "edoc"), ("countReceiveStatus", "status")):
        said = play.agent(play.peer).call(operation, {}, b"{}")
        play.check("count-is-number", type(said.told.get("count")) is int, said)
        listed = len(play.agent(play.peer).listed(kind))
        play.check("count-is-list", said.told.get("count") == listed, f"{listed}: {said.shown}")


def downloaded(play: Play) -> None:
    line = _waiting(play)
    doc_id = str(line.get("docId"))
    agent = play.agent(play.peer)
    said = agent.call("downloadEdoc", {"docId": doc_id, "filePath": ""}, method="GET")
    play.check("downloaded-same", said.heard.content == agent.get(doc_id), said.heard.status)
    asked = {"docId": "khong-co", "filePath": ""}
    said = agent.call("downloadEdoc", asked, method="GET")
    play.check("no-body-of-error", not said.heard.content and said.heard.status >= 400, said)


def directory(play: Play) -> None:
    for operation in ("getAgenciesList", "getSynchronizeUnit", "getAgenciesListQD20"):
        asked = {"level": "1"} if operation == "getAgenciesListQD20" else {}
        said = play.agent(play.sender).call(operation, asked)
        is_list = said.is_ok and isinstance(said.told.get("data"), list)
        play.check("directory-is-list", is_list, said)
        if operation != "getAgenciesListQD20":
            codes = {code for one in said.lines for code in (one.get("code"), one.get("oldCode"))}
            play.check("directory-has-parties", _codes(play.run) <= codes, sorted(_codes(play.run)))


def list_limit(play: Play) -> None:
    """More than a list holds: the oldest come first, and what is done makes room."""
    terms = play.run.terms
    if not terms.is_long:
        raise NotTried("long-ones-not-wanted")
    try:
        for _number in range(terms.list_limit + 5):
            play.sent(play.letter())
        first = play.agent(play.peer).listed()
        play.check("list-is-limited", len(first) == terms.list_limit, len(first))
        for line in first:
            play.done(line, play.peer)
        left = play.agent(play.peer).listed()
        play.check("rest-comes-later", len(left) >= 5, len(left))
    finally:
        confirm_leftovers(play.run)


def _waiting(play: Play) -> dict[str, str]:
    """Send a letter and return its line of the recipient's list."""
    play.watch(play.peer)
    made = play.letter()
    play.sent(made)
    return play.arrived(made, play.peer)


def _is_listed(play: Play, doc_id: str) -> bool:
    return doc_id in {one.get("docId") for one in play.agent(play.peer).listed()}


def _sent(play: Play, **asked: str) -> list[dict[str, str]]:
    named = {"servicetype": "eDoc", "messagetype": "edoc", **asked}
    return play.agent(play.sender).call("getSentEdocList", named).lines


def _codes(run: Run) -> set[str]:
    return {one.code for one in (run.sender, *run.peers)}


LISTS: dict[str, Player] = {
    "done-taken-back": done_taken_back,
    "done-repeated": done_repeated,
    "fetched-again": fetched_again,
    "left-overs": left_overs,
    "both-names": both_names,
    "sent-list": sent_list,
    "counts": counts,
    "downloaded": downloaded,
    "directory": directory,
    "list-limit": list_limit,
}
