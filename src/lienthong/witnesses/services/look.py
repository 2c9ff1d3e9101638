"""One look at a watched installation: its heads, their proofs, its stamps, and what it saw."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.rules.given.published import ReadHead
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.rules.signed.keys import load_key
from lienthong.witnesses.models import Contradiction, SeenHead, Watched
from lienthong.witnesses.ports import Site
from lienthong.witnesses.rules import ShownHead, shown_heads, troubles_of
from lienthong.witnesses.services.hear import hear
from lienthong.witnesses.services.keep import keep_heads
from lienthong.witnesses.services.link import link_heads
from lienthong.witnesses.types import Trouble


def look_at(
    watched_id: UUID, *, site: Site, anchors: Anchors, now: datetime
) -> tuple[Trouble, ...]:
    """Fetch, judge and sign; return what is wrong, the gravest first, and keep it for reports.

    Safe to repeat and to run twice at once; never raises for what the other side does.
    """
    watched = Watched.objects.get(pk=watched_id)
    found, failure = set[Trouble](), ""
    try:
        found.update(_looked(watched, site=site, anchors=anchors, now=now))
    except OSError as error:
        found.add(Trouble.AWAY)
        failure = str(error)
    except Malformed as error:
        found.add(Trouble.WRONG_ANSWER)
        failure = str(error)
    if Contradiction.objects.filter(installation=watched.installation).exists():
        found.add(Trouble.CONTRADICTED)
    troubles = tuple(one for one in Trouble if one in found)
    _note(watched, troubles, failure, now=now)
    return troubles


def _looked(watched: Watched, *, site: Site, anchors: Anchors, now: datetime) -> Iterable[Trouble]:
    key = load_key(watched.public_key.encode())
    if key is None:
        raise Malformed("the pinned key cannot be read")
    shown = shown_heads(site.heads(), key=key, installation=watched.installation)
    keep_heads(watched, _wanted(watched, shown), shown_by=None, now=now)
    link_heads(watched, site=site, now=now)
    hear(watched, key, site=site, now=now)
    return list(troubles_of(shown, anchors=anchors, now=now))


def _wanted(watched: Watched, shown: list[ShownHead]) -> list[ReadHead]:
    """Return the newest head, and those whose sizes we know: they are compared by their roots."""
    if not shown:
        return []
    known = set(SeenHead.objects.filter(watched=watched).values_list("epoch", "size"))
    newest = max(shown, key=_place)
    return [one.head for one in shown if one is newest or _place(one) in known]


def _place(one: ShownHead) -> tuple[int, int]:
    return one.head.says["epoch"], one.head.says["size"]


def _note(watched: Watched, troubles: tuple[Trouble, ...], failure: str, *, now: datetime) -> None:
    watched.looked_at, watched.failure = now, failure[:200]
    watched.troubles = " ".join(troubles)
    if Trouble.AWAY not in troubles:
        watched.answered_at = now
    watched.save(update_fields=["looked_at", "failure", "troubles", "answered_at"])
