"""The calls themselves: methods, types, unknown words, and the form of every answer."""

import json

from lienthong.lab.services.agents import BROKEN, Said
from lienthong.lab.services.play import Play, Player

_LISTS = {"getReceivedEdocList", "getSentEdocList", "getAgenciesList", "getSynchronizeUnit"}
_LISTS |= {"getAgenciesListQD20"}
_COMMON = ("status", "ErrorCode", "ErrorDesc")


def wrong_method(play: Play) -> None:
    made = play.letter()
    for method in ("GET", "PUT"):
        said = play.agent(play.sender).send(made, method=method)
        play.refused(said)


def wrong_type(play: Play) -> None:
    over = {"Content-Type": "multipart/form-data; boundary=x"}
    play.watch(play.peer, types=("edoc",))
    made = play.letter()
    said = play.agent(play.sender).send(made, over=over)
    if said.is_ok:
        play.arrived(made, play.peer)
    else:
        play.refused(said)
        play.absent(made, play.peer)


def unknown_operation(play: Play) -> None:
    for name in ("khongCoThaoTacNay", "SENDEDOC"):
        play.refused(play.agent(play.sender).call(name, {}, b"{}"))


def unknown_type(play: Play) -> None:
    made = play.letter()
    play.refused(play.agent(play.sender).send(made, messagetype="thu"))


def unknown_package(play: Play) -> None:
    agent = play.agent(play.peer)
    said = agent.call("getEdoc", {"docId": "khong-co", "filePath": ""}, b"{}")
    play.refused(said)
    play.check("data-in-failure", said.told.get("data") == "", said)
    play.refused(agent.update("khong-co", "done"))


def slash(play: Play) -> None:
    """A base address that ends in a slash makes two of them."""
    said = play.agent(play.sender).call("/getAgenciesList")
    play.check("two-slashes-are-one", said.is_ok, said)


def large_fields(play: Play) -> None:
    """A field that no client sends is answered or shed, and the server goes on."""
    over = {"XroadVnpt-filler": "x" * 300_000}
    play.agent(play.sender).call("getAgenciesList", {}, over=over)
    said = play.agent(play.sender).call("getAgenciesList")
    play.check("still-serving", said.is_ok, said)


def form(play: Play) -> None:
    """Of all that was answered until now: what old clients cannot read is in none of it.

    What is odd in every answer of an operation is one line of the report, with the first of them.
    """
    odd: dict[tuple[str, str], list[Said]] = {}
    for operation, said in play.run.heard:
        if operation == "downloadEdoc" or said.heard.status == BROKEN:
            continue
        if said.heard.status in (400, 413, 431) and not said.told:
            continue  # shed by what stands before the program; the client sees a failed call
        for key, holds in _of_form(operation, said).items():
            if not holds:
                odd.setdefault((operation, key), []).append(said)
    for (operation, key), answers in odd.items():
        play.check(key, False, f"{operation} (× {len(answers)}): {answers[0].shown}")
    answered = [said for _operation, said in play.run.heard if said.heard.status != BROKEN]
    play.check("answers-heard", bool(answered), len(answered))


def _of_form(operation: str, said: Said) -> dict[str, bool]:
    content, told = said.heard.content, said.told
    found = {"answer-is-json": bool(told), "answer-is-ascii": content.isascii()}
    if not told:
        return found
    found |= {
        "answer-has-common": all(isinstance(told.get(name), str | int) for name in _COMMON),
        "answer-has-no-null": "null" not in json.dumps(_bare(told)),
    }
    if operation == "sendEdoc":
        found["doc-id-in-failure"] = isinstance(told.get("DocId"), str)
    if operation in _LISTS:
        found["data-is-list"] = isinstance(told.get("data"), list)
    return found


def _bare(value: object) -> object:
    """Return the shape of an answer: texts may say null, values may not be it."""
    if isinstance(value, dict):
        return [_bare(one) for one in value.values()]
    if isinstance(value, list):
        return [_bare(one) for one in value]
    return value if value is None else 0


CALLS: dict[str, Player] = {
    "wrong-method": wrong_method,
    "wrong-content-type": wrong_type,
    "unknown-operation": unknown_operation,
    "unknown-message-type": unknown_type,
    "unknown-package": unknown_package,
    "double-slash": slash,
    "large-fields": large_fields,
    "answer-form": form,
}
