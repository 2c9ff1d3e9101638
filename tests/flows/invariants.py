"""What must hold of an installation at every moment, read from its tables by code of its own.

Imported inside processes of tests, so nothing here needs pytest. Each part raises AssertionError
with what it found.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from lienthong.blobs import places
from lienthong.blobs import queries as contents
from lienthong.blobs.models import Blob, Custody, Holders, Upload
from lienthong.blobs.rules import holders_in
from lienthong.directory import queries as directory
from lienthong.documents.models import ReadingRight
from lienthong.exchange import queries as exchange
from lienthong.exchange import rules
from lienthong.exchange.models import ChangeRequest, Delivery, Dispatch, StatusReport
from lienthong.issuing.models import Draft
from lienthong.ledger.models import Epoch, Head, Items, Placement, Record, Waiting
from lienthong.registers.models import Assignment, Entry, IncomingDocument, Register
from lienthong.worklist.models import WorkItem

_VERBS = {"lead": "handle", "support": "cooperate", "informed": "read"}
_DRAFT_WAITS = {
    "awaiting-signature": ("sign", "signer_id"),
    "returned": ("revise", "drafted_by_id"),
    "signed": ("seal", None),
    "numbered": ("seal", None),
    "sealed": ("seal", None),
}

# A recipient no longer has, or never took, what stands so; it may be sent again.
GONE = ("refused", "recalled", "not-taken", "superseded")
_OF_DOCUMENTS = ("delivery", "entry", "draft")
# A line of the worklist: about what, with which agency, for whom, to do what.
_Waits = tuple[UUID, UUID, str, str]


def everything_holds() -> None:
    """Raise AssertionError with the first promise that the database or the folder breaks."""
    books_have_no_gap()
    every_number_is_explained()
    everything_promised_is_there()
    states_are_what_the_log_says()
    every_act_has_one_record()
    the_tree_is_whole()
    the_worklist_matches()
    every_content_is_on_disk()


def books_have_no_gap() -> None:
    for book in Register.objects.all():
        numbers = Entry.objects.filter(register=book).order_by("number")
        found = list(numbers.values_list("number", flat=True))
        assert found == list(range(1, book.last_number + 1)), (str(book), found)


def every_number_is_explained() -> None:
    """An incoming number is one delivery's or paper's, an outgoing one a draft's or document's."""
    incoming = Entry.objects.filter(register__direction="incoming", state="entered")
    on_paper = incoming.filter(delivery=None)
    assert not on_paper.filter(received=None).exists(), "a line of nothing"
    deliveries = list(incoming.exclude(delivery=None).values_list("delivery_id", flat=True))
    assert len(deliveries) == len(set(deliveries)), "a delivery has two numbers"
    accepted = StatusReport.objects.filter(code="03")
    assert set(deliveries) <= set(accepted.values_list("delivery_id", flat=True))
    here = accepted.filter(delivery__recipient__books_here=True)
    # Of what was updated or replaced the number belongs to what came instead.
    here = here.exclude(delivery__state="superseded")
    assert set(deliveries) >= set(here.values_list("delivery_id", flat=True)), "no number was taken"
    assert set(IncomingDocument.objects.values_list("pk", flat=True)) == set(
        incoming.values_list("pk", flat=True)
    )
    held = set(
        Draft.objects.filter(state__in=["numbered", "sealed"]).values_list("entry", flat=True)
    )
    for entry in Entry.objects.filter(register__direction="outgoing"):
        if entry.state == "numbered":
            assert entry.pk in held, f"{entry} belongs to nothing"
        elif entry.state == "entered":
            assert entry.version_id is not None, f"{entry} has no document"
    for draft in Draft.objects.filter(state="issued").select_related("entry"):
        taken = draft.entry
        assert taken is not None, f"{draft} has no number"
        assert (taken.state, taken.version_id) == ("entered", draft.version_id)


def everything_promised_is_there() -> None:
    """Every recipient named in the record of a dispatch has the document, once."""
    rows, states_of = defaultdict(list), defaultdict(set)
    standing: Counter[tuple[UUID, UUID]] = Counter()
    holder = directory.holders_of(set(Delivery.objects.values_list("recipient", flat=True)))
    for row in Delivery.objects.select_related("version"):
        rows[row.dispatch_id].append(row)
        for what in (row.version_id, row.version.document_id):
            states_of[what, holder[row.recipient_id]].add(row.state)
        standing[row.version_id, row.recipient_id] += row.state not in GONE
    assert max(standing.values(), default=1) <= 1, "delivered twice"
    leaves = dict(Items.objects.values_list("record_id", "leaves"))
    # With the delivery itself; a row that says so besides has its id.
    said = StatusReport.objects.filter(key="arrived").exclude(pk=F("delivery"))
    arrived = _counted(said, "delivery_id")
    rights = _counted(
        ReadingRight.objects.filter(unit=None, person=None), "document_id", "agency_id"
    )
    held = _held()
    for dispatch in Dispatch.objects.select_related("version"):
        promised, found = bytes(leaves[dispatch.record_id]).splitlines(), rows[dispatch.pk]
        assert len(promised) == len(found) == len({row.recipient_id for row in found})
        for row in found:
            assert sum(str(row.pk).encode() in leaf for leaf in promised) == 1
            assert arrived[row.pk] + row.arrived_at_once == 1
            assert rights[dispatch.version.document_id, row.recipient_id] == 1
            # What an agency had that has ended is with its heir.
            to = holder[row.recipient_id]
            wanted = _is_held(
                states_of[dispatch.version_id, to], states_of[dispatch.version.document_id, to]
            )
            is_held = to in held.get(dispatch.version.content_id, set())
            assert wanted in {None, is_held}, f"{row} of {row.state}: held is {is_held}"


def _is_held(of_version: set[str], of_document: set[str]) -> bool | None:
    """Whether a recipient holds a version, by the states of its deliveries; None: by their order.

    With the document all its versions are given back, declined and earlier ones too; what comes
    again after that is held again.
    """
    if "recalled" not in of_document:
        return True
    if of_document <= {"recalled", "superseded", "not-taken"}:
        return False
    return True if of_version - {*GONE, "superseded"} else None


def _held() -> dict[str, set[UUID]]:
    found: dict[str, set[UUID]] = defaultdict(set)
    for content in Holders.objects.all():
        found[content.blob_id] |= holders_in(content.agencies)
    for row in Custody.objects.filter(ended_at=None):
        found[row.blob_id].add(row.agency_id)
    return found


def _counted(rows: QuerySet[Any], *columns: str) -> Counter[Any]:
    """How many rows have which value, or values, of these columns."""
    return Counter(rows.values_list(*columns, flat=len(columns) == 1))


def states_are_what_the_log_says() -> None:
    work = {"recalled": {"recalled"}, "finished": {"finished"}, "in-work": {"in-work"}}
    for row in Delivery.objects.all():
        found = rules.standing(exchange.reports_of(row.pk))
        kept = (row.state, row.state_since or row.admitted_at, row.pending_request)
        since = found.since or row.admitted_at
        assert kept == (found.state, since, found.pending_request), f"{row}: {found}"
    # Of what came on paper nobody is told anything.
    told = IncomingDocument.objects.filter(entry__delivery__isnull=False)
    for incoming in told.select_related("entry__delivery"):
        delivery = incoming.entry.delivery
        assert delivery is not None
        state = delivery.state
        expected = work.get(state, {"awaiting-instruction", "assigned"})
        assert incoming.state in expected, (state, incoming.state)


def every_act_has_one_record() -> None:
    """Each line of the log that is an act has its own record, and no such record is without one."""
    # What was carried over to a newer version names the record of the act that it repeats.
    reports = StatusReport.objects.exclude(code="13").exclude(key="arrived")
    reports = reports.exclude(key__startswith="same:")
    named: list[UUID | None] = [
        *Dispatch.objects.values_list("record_id", flat=True),
        *ChangeRequest.objects.values_list("record_id", flat=True),
        *reports.values_list("record_id", flat=True),
    ]
    acts = dict(Record.objects.values_list("pk", "act"))
    assert len(named) == len(set(named)), "two acts share a record"
    assert set(named) <= acts.keys(), "an act without a record"
    of_exchange = {acts[record_id] for record_id in named if record_id}
    records = {record_id for record_id, act in acts.items() if act in of_exchange}
    assert set(named) == records, f"records {len(records)}, acts {len(named)}"


def the_tree_is_whole() -> None:
    """Every record waits or has one place; places have no gap; heads sign their own roots."""
    waiting = set(Waiting.objects.values_list("record_id", flat=True))
    placed = set(Placement.objects.values_list("record_id", flat=True))
    assert not waiting & placed
    assert waiting | placed == set(Record.objects.values_list("pk", flat=True))
    for epoch in Epoch.objects.all():
        rows = Placement.objects.filter(epoch=epoch).order_by("index")
        found = list(rows.values_list("index", "record__leaf_hash"))
        assert [index for index, _hash in found] == list(range(epoch.size))
        hashes = [bytes(leaf_hash) for _index, leaf_hash in found]
        for head in Head.objects.filter(epoch=epoch):
            assert bytes(head.root) == tree_root(hashes[: head.size])


def tree_root(hashes: list[bytes]) -> bytes:
    """Return the root of RFC 9162, section 2.1.1, straight from its definition."""
    if len(hashes) == 1:
        return hashes[0]
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\1" + tree_root(hashes[:half]) + tree_root(hashes[half:])).digest()


def the_worklist_matches() -> None:
    """What waits about documents; requests to let somebody in have tests of their own."""
    found = Counter(
        WorkItem.objects.filter(settled_at=None, subject_kind__in=_OF_DOCUMENTS).values_list(
            "subject_id", "agency_id", "audience", "verb"
        )
    )
    expected = Counter([*_of_deliveries(), *_of_incoming(), *_of_drafts()])
    assert found == expected, f"too much {found - expected}, missing {expected - found}"


def _of_deliveries() -> Iterator[_Waits]:
    latest: dict[tuple[UUID, UUID], Delivery] = {}
    holder = directory.holders_of(set(Delivery.objects.values_list("recipient", flat=True)))
    rows = Delivery.objects.select_related("recipient").order_by("admitted_at", "id")
    for row in rows:
        latest[row.version_id, holder[row.recipient_id]] = row
        if row.pending_request is not None:  # until it is answered nothing else waits
            change = StatusReport.objects.get(pk=row.pending_request).change
            assert change is not None
            verb = "answer-recall" if change.kind == "recall" else "answer-change"
            yield row.pk, row.recipient_id, "/clerk", verb
        # Whose books are kept elsewhere takes in there.
        elif row.state in {"sent", "arrived"} and row.recipient.books_here:
            yield row.pk, row.recipient_id, "/clerk", "accept"
    for row in latest.values():
        if row.state == "refused":
            yield row.pk, row.sender_id, "/clerk", "correct-refused"


def _of_incoming() -> Iterator[_Waits]:
    for row in IncomingDocument.objects.exclude(state__in=["finished", "recalled"]):
        if row.state == "awaiting-instruction":
            yield row.pk, row.agency_id, "/leader", "instruct"
        parts = Assignment.objects.filter(incoming=row, state__in=["waiting", "started"])
        asked = {(part.unit_id, part.post_id, part.role) for part in parts}
        for unit_id, post_id, role in asked:
            audience = f"post:{post_id}" if post_id else f"unit:{unit_id}/"
            yield row.pk, row.agency_id, audience, _VERBS[role]


def _of_drafts() -> Iterator[_Waits]:
    for draft in Draft.objects.filter(state__in=_DRAFT_WAITS):
        verb, post = _DRAFT_WAITS[draft.state]
        audience = f"post:{getattr(draft, post)}" if post else "/clerk"
        yield draft.pk, draft.agency_id, audience, verb
    # Edited while it waited for the signature: the author's turn again.
    for draft in Draft.objects.filter(state="drafting", steps__name="submitted").distinct():
        yield draft.pk, draft.agency_id, f"post:{draft.drafted_by_id}", "revise"


def every_content_is_on_disk() -> None:
    for blob in Blob.objects.filter(destroyed_at=None):
        with contents.open_content(blob.digest) as source:
            content = source.read()
        assert (sha256(content).hexdigest(), len(content)) == (blob.digest, blob.size)
    for upload in Upload.objects.filter(state="waiting"):
        assert places.quarantined(upload.pk).exists(), f"{upload} waits without its file"
    for upload in Upload.objects.filter(state="admitted"):
        assert Blob.objects.filter(pk=upload.digest, destroyed_at=None).exists()
