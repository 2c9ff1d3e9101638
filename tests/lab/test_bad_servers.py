"""A lab that cannot fail is worth nothing: a bad server fails what it is bad at, and that alone."""

import pytest
from tests.lab.builders import LIMIT, TERMS, an_axis, failed, played

from lienthong.lab.adapters.door import AxisServer
from lienthong.lab.rules.book_of import book, check_words, reasons
from lienthong.lab.services.server_plays import PLAYS
from lienthong.lab.types import Direction, Fault, Given, Outcome, Severity, Terms

pytestmark = pytest.mark.once
F = Fault
STATUSES = {"statuses-in-order", "refused-with-reason", "late-and-doubled-statuses"}
STATUSES |= {"statuses-out-of-order"}
RECALLS = {"recall-agreed", "recall-declined"}
ANSWERED = {"update-agreed", "replacement-declined"}
# What each fault fails. Faults that stand in one group do not touch each other, and are played
# together.
GROUPS: list[dict[Fault, set[str]]] = [
    {
        F.ANY_SIGNATURE: {"broken-signature", "wrong-secret"},
        F.ANY_DIGEST: {"wrong-digest"},
        F.TAKES_DOCTYPE: {"doctype", "entity-bomb"},
        F.TAKES_SECRETS: {"secret-declared", "secret-stamped"},
        F.TAKES_STRANGERS: {"unknown-recipient"},
        F.JUDGES_CLOCK: {"clock-skew"},
        F.DONE_IS_FINAL: {"done-taken-back"},
        F.SMALL_ONLY: {"large"},
        F.ORDERS_STATUSES: {"statuses-out-of-order", "late-and-doubled-statuses"},
        F.ONE_NAME: {"both-names"},
        F.NULLS: {"answer-form"},
    },
    {
        F.FIELDS_UNSIGNED: {"fields-differ"},
        F.WHOLE_DIGEST_ONLY: {"digest-forms"},
        F.FORGETS: {"sent-again", "lost-answer", "late-and-doubled-statuses"},
        F.TAKES_FALSE_SENDER: {"false-sender", "sender-not-ours"},
        F.HEEDS_LEFT_OVERS: {"left-overs"},
        F.LISTS_ALL: {"list-limit"},
        F.OPEN_TO_ALL: {"others-package"},
        F.MISCOUNTS: {"counts"},
        F.FEW_FILES: {"several-attachments"},
        F.ALL_OR_NONE: {"some-recipients-unknown"},
        F.EMPTY_LISTS: {"sent-list", "directory"},
        F.BODIES_OF_ERRORS: {"downloaded"},
        F.STRICT_PATHS: {"double-slash"},
    },
    {
        F.TAKES_ANY_PACKAGE: {
            *("doctype", "entity-bomb", "not-utf-8", "wrong-namespace", "not-a-package"),
            *("empty-attachment", "path-in-zip"),
        },
        F.ONE_RECIPIENT: {"several-recipients"},
        F.REWRITES: {"decomposed-name"},
        F.DROPS_STATUSES: {*STATUSES, *RECALLS, *ANSWERED, "taken-back"},
        F.NEW_ONLY: {*RECALLS, *ANSWERED, "updated", "replaced"},
        F.DONE_ONCE: {"done-repeated", "done-taken-back"},
    },
    {F.DEAF_TO_DONE: {"new", "done-repeated", "both-names"}},
    {F.FETCHING_IS_DONE: {"fetched-again", "both-names", "left-overs", "others-package"}},
    {
        F.PLAIN_ERRORS: {
            *("status-about-nothing", "broken-signature", "wrong-secret", "fields-differ"),
            *("wrong-digest", "false-sender", "sender-not-ours", "unknown-recipient", "doctype"),
            *("entity-bomb", "not-utf-8", "wrong-namespace", "not-a-package", "empty-attachment"),
            *("path-in-zip", "secret-declared", "secret-stamped", "others-package"),
            *("wrong-method", "wrong-content-type", "unknown-operation", "unknown-message-type"),
            *("unknown-package", "answer-form"),
        }
    },
]
# Passing on what has a path in its name is right, and refusing it too; a large field may be shed.
CANNOT_FAIL_HERE = {"path-in-name", "large-fields"}


def test_the_labs_own_axis_passes_everything():
    with an_axis() as (_axis, address):
        results = played(address)
    assert {one.scenario.id: one.why for one in results if one.outcome is not Outcome.PASSED} == {}


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: next(iter(group)).value)
def test_a_bad_server_fails_what_it_is_bad_at_and_nothing_else(group):
    is_alone = len(group) == 1
    limit = 1_000 if is_alone else LIMIT
    terms = Terms(large_bytes=TERMS.large_bytes) if is_alone else TERMS
    with an_axis(*group, list_limit=limit) as (_axis, address):
        results = played(address, terms=terms)
    assert failed(results) == set().union(*group.values())


def test_every_fault_is_played_and_every_scenario_can_fail():
    assert {fault for group in GROUPS for fault in group} == set(Fault)
    failing = {name for group in GROUPS for names in group.values() for name in names}
    assert {one.id for one in book(Direction.SERVER)} - failing == CANNOT_FAIL_HERE


def test_a_server_that_is_not_there_fails_and_does_not_end_the_lab():
    with an_axis() as (_axis, address):
        pass
    results = played(address)
    assert failed(results) == {one.id for one in book(Direction.SERVER)}


ODD = [
    b"",
    b"null",
    b"\xff\xfe{",
    b"[" * 50_000,
    b'{"status":["OK"],"ErrorCode":{},"ErrorDesc":1,"DocId":[],"data":{"docId":1},"count":"1"}',
    b'{"status":"OK","ErrorCode":"0","ErrorDesc":"","DocId":"a","data":[7,[],{"docId":[1,2]}]}',
]


@pytest.mark.parametrize("content", ODD, ids=range(len(ODD)))
def test_an_answer_of_any_shape_ends_no_run(content):
    server = AxisServer(lambda _asked: Given(200, content), host="127.0.0.1", port=0, page=bytes)
    try:
        results = played(f"http://127.0.0.1:{server.port}/vxp", terms=Terms(large_bytes=1_000))
    finally:
        server.close()
    musts = {one.id for one in book(Direction.SERVER) if one.severity is Severity.MUST}
    assert musts - failed(results) <= {"answer-form"}  # odd values can stand in the right form


def test_what_is_odd_in_every_answer_is_one_line_for_each_operation():
    """A report of a careless server had four hundred lines of one fault."""
    page = b"<html>It works</html>"
    server = AxisServer(lambda _asked: Given(200, page), host="127.0.0.1", port=0, page=bytes)
    try:
        results = played(f"http://127.0.0.1:{server.port}/vxp", terms=Terms(large_bytes=1_000))
    finally:
        server.close()
    (form,) = (one for one in results if one.scenario.id == "answer-form")
    odd = [(one.key, one.came.partition(" (× ")[0]) for one in form.checks if not one.holds]
    assert ("answer-is-json", "sendEdoc") in odd
    assert len(odd) == len(set(odd))
    assert {key for key, _operation in odd} == {"answer-is-json"}
    (sent,) = (one.came for one in form.checks if one.came.startswith("sendEdoc"))
    assert int(sent.partition("× ")[2].partition(")")[0]) > 20


def test_every_line_of_the_book_is_played_and_has_its_words():
    ids = [one.id for one in book(Direction.SERVER)]
    assert len(set(ids)) == len(ids)
    assert set(ids) == PLAYS.keys()
    for one in book(Direction.SERVER):
        texts = (one.title, one.steps, one.expected, one.next_step)
        assert all(text.vi and text.en for text in texts)
        assert one.source
    words = {**check_words(), **reasons()}
    assert all(text.vi and text.en for text in words.values())
