"""Posts that come in by a table: the same rules as by hand, the same traces, in bulk."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lienthong.access import rules
from lienthong.access.services import _tell
from lienthong.directory import queries as directory
from lienthong.directory.events import TableBroughtIn
from lienthong.directory.types import Move, PostChange, PostingCard, WrongLine
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.clock import local_day
from lienthong.kernel.sorting import name_key
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.notices import services as notices
from lienthong.notices.types import NewNotice

_GIVEN, _ENDED, _CHANGED = "access.post-granted", "access.post-ended", "access.post-changed"
_PERSON = "access.person-changed"


@dataclass(frozen=True, slots=True)
class _Reach:
    """What an actor is over. own: agencies in which he or she gives posts; led: past being set up.

    sets_up: may bring posts into agencies that nobody leads yet. is_top: gives provincial posts.
    """

    actor: Actor
    own: frozenset[UUID]
    led: frozenset[UUID]
    sets_up: bool
    is_top: bool

    def holds(self, agency_id: UUID | None) -> bool:
        """Whether posts of an agency are this actor's to give; None: an agency still to come."""
        if agency_id in self.own:
            return True
        return self.sets_up and agency_id not in self.led


def wrong_lines(
    posts: Sequence[PostChange], moves: Sequence[Move], *, actor: Actor, on: date
) -> tuple[dict[int, WrongLine], dict[int, WrongLine]]:
    """Return the lines of posts and of agencies that an actor may not bring in, by line.

    A post may be brought in where it could be given by hand; or by who manages the directory into
    an agency that is being set up: nobody leads or administers it yet. Never for oneself. Who has a
    mailbox gets the account's letters, so people are changed by who is over all their posts.
    A led agency is put under another one by the installation only: who stands above gives posts.
    Eight statements, and one for every 400 people that change.
    """
    if actor.kind == ActorKind.INSTALLATION:
        return {}, {}
    reach = _reach_of(actor, on=on)
    changed = {one.person_id for one in posts if one.touches_person and one.person_id}
    held = directory.postings_of_people(changed, ended_since=on)
    found = {
        one.line: wrong
        for one in posts
        if (wrong := _wrong(one, reach, held.get(one.person_id, []) if one.person_id else []))
    }
    moved = {
        one.line: WrongLine("moves-led-agency", "parent")
        for one in moves
        if one.agency_id in reach.led
    }
    return found, moved


def _reach_of(actor: Actor, *, on: date) -> _Reach:
    own: set[UUID] = set()
    is_top = False
    if "access.grant-posts" in actor.rights:
        own = {actor.own_agency, *directory.below(actor.own_agency)}
        is_top = directory.agency(actor.own_agency).parent_id is None
    return _Reach(
        actor,
        frozenset(own),
        frozenset(directory.led_agencies(on=on)),
        sets_up="directory.manage" in actor.rights,
        is_top=is_top,
    )


def _wrong(change: PostChange, reach: _Reach, held: Sequence[PostingCard]) -> WrongLine | None:
    if change.person_id is not None and change.person_id == reach.actor.person_id:
        return WrongLine("own-post", "person")
    if change.touches_post:
        if change.role in rules.PROVINCIAL and not reach.is_top:
            return WrongLine("provincial-role", "role")
        if not reach.holds(change.agency_id):
            code = "agency-is-led" if reach.sets_up else "not-your-agency"
            return WrongLine(code, "agency")
    if change.touches_person:
        others = {line.post.agency_name for line in held if not _is_over(line, reach)}
        beyond = sorted(others, key=name_key)
        if beyond:
            return WrongLine("person-of-others", "email", {"agencies": ", ".join(beyond[:5])})
    return None


def _is_over(line: PostingCard, reach: _Reach) -> bool:
    if line.post.role in rules.PROVINCIAL and not reach.is_top:
        return False
    return reach.holds(line.post.agency_id)


def follow_import(event: TableBroughtIn) -> None:
    """Record each post and person that a table changed, and tell the people and the heads.

    Bulk writes: the statements grow with the rows as those of the import do.
    """
    acts = [act for change in event.posts for act in _acts(change)]
    acts += [_moved(move) for move in event.moves]
    ledger.record_all(acts, actor=event.actor, at=event.now)
    notices.tell([*_to_people(event), *_to_heads(event)], now=event.now)


def _acts(change: PostChange) -> Iterator[Act]:
    subjects = {"agency": str(change.agency_id), "post": str(change.post_id)}
    private = {"person": str(change.person_id), "title": change.title}
    dimensions = {"role": str(change.role)}
    if change.is_new:
        told = private | {"person_name": change.person_name, "source": "import"}
        yield Act(_GIVEN, subjects, dimensions, told)
    elif change.ends_on is not None:
        told = private | {"reason": "import", "last_day": change.ends_on.isoformat()}
        yield Act(_ENDED, subjects, dimensions, told)
    if change.authority and not change.is_new:
        yield Act(_CHANGED, subjects, dimensions, private | {"authority": change.authority})
    if change.touches_person:
        told = {"name": change.new_name, "mailbox": change.new_mailbox}
        yield Act(_PERSON, {"person": str(change.person_id)}, {}, told)


def _moved(move: Move) -> Act:
    return Act(
        "access.agency-moved",
        {"agency": str(move.agency_id)},
        private={"parent": move.parent_code},
    )


def _to_people(event: TableBroughtIn) -> Iterator[NewNotice]:
    """One notice for each change, at every post that its person holds or is about to hold."""
    people = {one.person_id for one in event.posts if one.person_id is not None}
    held = directory.postings_of_people(people, ended_since=local_day(event.now))
    for change in event.posts:
        for line in held[change.person_id] if change.person_id else ():
            for code, facts in _said(change, event, held[line.post.person_id]):
                yield NewNotice(
                    agency_id=line.post.agency_id,
                    post_id=line.post.id,
                    code=code,
                    facts=facts,
                    subject_kind="post",
                    subject_id=line.post.id,
                )


def _said(
    change: PostChange, event: TableBroughtIn, held: Sequence[PostingCard]
) -> Iterator[tuple[str, _tell.Facts]]:
    names = {line.post.agency_id: line.post.agency_name for line in held}
    facts: dict[str, str | int] = {"by": event.actor.name, "title": change.title}
    facts["agency"] = names.get(change.agency_id, "—") if change.agency_id else "—"
    if change.is_new:
        yield _tell.POST_GRANTED, {**facts, "day": f"{change.valid_from:%d/%m/%Y}"}
    elif change.ends_on is not None:
        told = {"day": f"{change.ends_on:%d/%m/%Y}", "reason": "—"}
        yield _tell.POST_ENDED, {**facts, **told}
    if change.authority and not change.is_new:
        yield _tell.POST_CHANGED, {**facts, "authority": change.authority}
    if change.touches_person:
        told = {"name": change.new_name, "mailbox": change.new_mailbox or "—"}
        yield _tell.PERSON_CHANGED, {"by": event.actor.name, **told}


def _to_heads(event: TableBroughtIn) -> Iterator[NewNotice]:
    """To the heads of each agency how many of its posts and people a table has changed."""
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    for change in event.posts:
        if change.agency_id is not None:
            counts[change.agency_id][_kind(change)] += 1
    names = directory.agencies([*counts, *(move.agency_id for move in event.moves)])
    for agency_id, count in counts.items():
        facts: dict[str, str | int] = {"by": event.actor.name, "agency": names[agency_id].name}
        facts |= {kind: count[kind] for kind in ("given", "ended", "changed")}
        code = _tell.POSTS_BROUGHT_IN
        yield from _tell.to_heads(agency_id, code, facts, kind="agency", subject_id=agency_id)
    for move in event.moves:
        facts = {"by": event.actor.name, "agency": move.agency_name, "parent": move.parent_code}
        here, code = move.agency_id, _tell.AGENCY_MOVED
        yield from _tell.to_heads(here, code, facts, kind="agency", subject_id=here)


def _kind(change: PostChange) -> str:
    if change.is_new:
        return "given"
    return "ended" if change.ends_on is not None else "changed"
