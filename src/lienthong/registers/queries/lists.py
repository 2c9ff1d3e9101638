"""What lists of incoming documents are narrowed by, and in which order a leader meets them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F

from lienthong.documents.types import Urgency, Viewer
from lienthong.registers.models import Entry, Instruction, Register
from lienthong.registers.queries.incoming import visible
from lienthong.registers.types import Direction, EntryState, FilterChoices, WorkState

# Values that a chip offers, of the newest lines; what is rarer or older is found by searching.
_MOST_CHOICES = 40
_LATEST_LINES = 500
_LONGEST_QUEUE = 200
_LATEST_INSTRUCTIONS = 60


def filter_choices(viewer: Viewer, post_id: UUID | None) -> FilterChoices:
    """Return the years of the incoming books, and the issuers and leads of the newest lines.

    The most frequent first. Two statements, which read 500 lines at most.
    """
    books = Register.objects.filter(agency_id=viewer.agency_id, direction=Direction.INCOMING)
    lines = visible(viewer, post_id).order_by("-entry_id")
    latest = list(lines.values_list("entry__author", "lead_name")[:_LATEST_LINES])
    return FilterChoices(
        years=tuple(books.order_by("-year").values_list("year", flat=True).distinct()),
        authors=_most_frequent(author for author, _lead in latest),
        leads=_most_frequent(lead for _author, lead in latest),
    )


def _most_frequent(names: Iterable[str]) -> tuple[str, ...]:
    counted = Counter(name for name in names if name)
    return tuple(name for name, _times in counted.most_common(_MOST_CHOICES))


def awaiting_instruction(viewer: Viewer, post_id: UUID | None) -> list[UUID]:
    """Return what waits for a leader's opinion: Hỏa tốc, what is urgent, the rest; then deadline.

    At most 200 lines; the rest follows when these are done. One statement.
    """
    rows = visible(viewer, post_id).filter(state=WorkState.AWAITING_INSTRUCTION)
    ordered = rows.order_by("-is_urgent", F("due_on").asc(nulls_last=True), "entry_id")
    facts = ordered.values_list("entry_id", "is_urgent", "due_on", "entry__version__urgency")

    def turn(row: tuple[UUID, bool, date | None, str | None]) -> tuple[bool, bool, date, int]:
        _entry_id, is_urgent, due_on, word = row
        urgency = Urgency(word or Urgency.NORMAL)
        return urgency != Urgency.FLASH, not is_urgent, due_on or date.max, -urgency.rank

    return [row[0] for row in sorted(facts[:_LONGEST_QUEUE], key=turn)]


def urgencies_of_entries(entry_ids: Collection[UUID]) -> dict[UUID, Urgency]:
    """Return how urgent the documents of lines are. One statement, none for no ids."""
    if not entry_ids:
        return {}
    rows = Entry.objects.filter(pk__in=entry_ids, version__isnull=False)
    return {pk: Urgency(word) for pk, word in rows.values_list("pk", "version__urgency")}


def usual_phrases(post_id: UUID, *, limit: int = 4) -> list[str]:
    """Return what a leader wrote more than once of late, the most frequent first. One statement."""
    rows = Instruction.objects.filter(given_by_id=post_id).exclude(text="")
    latest = rows.order_by("-id").values_list("text", flat=True)[:_LATEST_INSTRUCTIONS]
    counted = Counter(text for text in latest if len(text) <= 80)
    return [text for text, times in counted.most_common(limit) if times > 1]


def entered_since(agency_id: UUID, since: datetime) -> Mapping[Direction, int]:
    """Return how many lines an agency entered from a moment on, by direction. One statement."""
    rows = Entry.objects.filter(
        register__agency_id=agency_id, entered_at__gte=since, state=EntryState.ENTERED
    )
    counted = rows.values_list("register__direction").annotate(count=Count("pk")).order_by()
    return {Direction(direction): count for direction, count in counted}
