"""What waits for a client: it fetches and confirms it, whatever the day brings."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from lienthong.lab.rules import samples
from lienthong.lab.rules.letters import Made
from lienthong.lab.rules.pdf import a_pdf
from lienthong.lab.services.stage import Stage
from lienthong.lab.types import Mischief

_LIST, _FAR = "getReceivedEdocList", timedelta(days=5_000)


def polls(stage: Stage) -> None:
    """Both lists are asked for, signed, by the system that was agreed."""
    for kind in ("edoc", "status"):
        found = stage.seen(
            lambda one, kind=kind: (  # type: ignore[misc]
                one.operation == _LIST and not one.code and one.values.get("messagetype") == kind
            )
        )
        stage.check("client-lists", found is not None, kind)


def fetches(stage: Stage) -> None:
    stage.confirmed(stage.deliver(stage.letter()))


def several(stage: Stage) -> None:
    files = {
        "cong-van.pdf": a_pdf(),
        "Phụ lục 1.xlsx": samples.packed("bang.xml", b"<bang/>"),
        "Phụ lục 2.txt": "Danh sách kèm theo".encode(),
    }
    made = [stage.letter(), stage.letter(files=files), stage.letter()]
    stage.confirmed(*[stage.deliver(one) for one in made])


def large(stage: Stage) -> None:
    size = stage.terms.large_bytes * 3 // 4
    made = stage.letter(files={"cong-van.pdf": a_pdf(filling=size)}, is_steady=False)
    stage.confirmed(stage.deliver(made))


def odd_names(stage: Stage) -> None:
    decomposed = unicodedata.normalize("NFD", "Công văn thử nghiệm.pdf")
    names = (decomposed, "../../cong-van.pdf")
    stage.confirmed(*[stage.deliver(stage.letter(files={name: a_pdf()})) for name in names])


def without_trace(stage: Stage) -> None:
    stage.confirmed(stage.deliver(stage.letter(trace=None)))


def clock_skew(stage: Stage) -> None:
    now = stage.pace.now()
    stage.confirmed(*[stage.deliver(stage.letter(), at=at) for at in (now - _FAR, now + _FAR)])


def doubled(stage: Stage) -> None:
    """The same package waits under two ids, as after a repeat on the way."""
    made = stage.letter()
    stage.confirmed(stage.deliver(made), stage.deliver(made))


def half_json(stage: Stage) -> None:
    parcel = stage.deliver(stage.letter())
    with stage.tricked(_LIST, Mischief.HALF_JSON, Mischief.BROKEN_PAGE):
        stage.confirmed(parcel)


def slow(stage: Stage) -> None:
    parcel = stage.deliver(stage.letter())
    with stage.tricked("getEdoc", Mischief.SLOW), stage.tricked("downloadEdoc", Mischief.SLOW):
        stage.confirmed(parcel)


def lost_confirmation(stage: Stage) -> None:
    """The axis took `done`, and its answer was lost: the client goes on."""
    first = stage.deliver(stage.letter())
    with stage.tricked("updateStatus", Mischief.LOSES_ANSWER):
        stage.confirmed(first)
    stage.confirmed(stage.deliver(stage.letter()))


def doctype(stage: Stage) -> None:
    """A package that asks its reader to fetch an address, then a good one."""
    made = stage.letter()
    spoilt = samples.with_doctype_of(made.content, stage.address)
    _after_spoilt(stage, replace(made, content=spoilt))
    stage.check("outside-not-fetched", not stage.axis.is_canary_asked, stage.address)


def path_in_zip(stage: Stage) -> None:
    hostile = {"phu-luc.zip": samples.packed("../../../phu-luc.txt", b"thu nghiem")}
    made = stage.letter(files={"cong-van.pdf": a_pdf(), **hostile})
    content = samples.with_path_in_zip(made.content, "phu-luc")
    _after_spoilt(stage, replace(made, content=content))


def not_a_package(stage: Stage) -> None:
    _after_spoilt(stage, replace(stage.letter(), content=b"<edXML"))


def _after_spoilt(stage: Stage, spoilt: Made) -> None:
    """What cannot be used stops nothing that comes after it."""
    bad = stage.deliver(spoilt)
    stage.confirmed(stage.deliver(stage.letter()))
    with stage.axis.changed:
        stage.axis.store.parcels.pop(bad.id, None)


def a_thousand(stage: Stage) -> None:
    stage.long_only()
    made = [stage.letter(is_steady=False) for _number in range(stage.terms.list_limit + 5)]
    stage.confirmed(*[stage.deliver(one) for one in made])


RECEIVING: dict[str, Callable[[Stage], None]] = {
    "polls": polls,
    "fetches": fetches,
    "several-arrive": several,
    "large-arrives": large,
    "odd-names": odd_names,
    "without-trace": without_trace,
    "clock-skew": clock_skew,
    "doubled": doubled,
    "half-json": half_json,
    "slow": slow,
    "lost-confirmation": lost_confirmation,
    "doctype-arrives": doctype,
    "path-in-zip-arrives": path_in_zip,
    "no-package-arrives": not_a_package,
    "a-thousand": a_thousand,
}
