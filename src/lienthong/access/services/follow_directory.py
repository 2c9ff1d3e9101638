"""When agencies are reorganised: heads are told; acting in one that ends, ends with it."""

from datetime import timedelta

from lienthong.access import queries
from lienthong.access.models import Acting
from lienthong.access.services import _tell
from lienthong.access.services.acting import leave_end
from lienthong.directory import queries as directory
from lienthong.directory.events import (
    AgenciesReorganised,
    HandOver,
    Moved,
    ReorganisationDecided,
)
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare

ACTING_FOR_YOU_ENDED = declare(
    "access.acting-for-you-ended",
    _("%(name)s không còn %(authority)s thay bạn sau ngày %(day)s: %(reason)s"),
)
_REASON = _("Cơ quan kết thúc hoạt động do sắp xếp lại; cần văn bản mới của cơ quan kế thừa.")


REORGANISATION_DECIDED = declare(
    "access.reorganisation-decided",
    _("%(by)s quyết định sắp xếp lại %(agencies)s từ ngày %(day)s, theo %(source)s."),
)
_NAMED = 5  # agencies in the words of a notice


def tell_decided(event: ReorganisationDecided) -> None:
    """Tell the heads of every agency that ends or takes over: it moves documents to other eyes.

    Two statements, and one for every 50 agencies.
    """
    names = sorted(card.name for card in directory.agencies(event.agency_ids).values())
    facts = {
        "by": event.actor.name,
        "agencies": ", ".join(names[:_NAMED]) + (", …" if names[_NAMED:] else ""),
        "day": f"{event.happens_on:%d/%m/%Y}",
        "source": event.source or "—",
    }
    code, subject = REORGANISATION_DECIDED, event.reorganisation_id
    notices.tell(
        (
            notice
            for agency_id in event.agency_ids
            for notice in _tell.to_heads(
                agency_id, code, facts, kind="reorganisation", subject_id=subject
            )
        ),
        now=event.now,
    )


def end_actings(event: AgenciesReorganised) -> None:
    """Let every acting-for in an agency that ended end with its last day, and tell both people.

    It hangs on two posts of that agency and on its decision (Decree 30/2020/NĐ-CP, Article 13), so
    it goes to nobody. Some statements for each: they are few.
    """
    for one in event.hand_overs:
        _end(one, event)


def _end(one: HandOver, event: AgenciesReorganised) -> None:
    last_day = event.happens_on - timedelta(days=1)
    rows = Acting.objects.filter(agency_id=one.from_id, valid_to__gt=last_day, ended_on=None)
    ids = list(rows.order_by("valid_from", "pk").values_list("pk", flat=True))
    Acting.objects.filter(pk__in=ids).update(
        ended_on=last_day, ended_by=event.actor.name, end_reason=_REASON
    )
    for acting_id in ids:
        card = queries.acting(acting_id)
        leave_end(card, actor=event.actor, now=event.now)
        facts = {
            "name": card.post.person_name,
            "authority": card.authority or card.position,
            "day": f"{last_day:%d/%m/%Y}",
            "reason": _REASON,
        }
        _tell.tell_person(
            card.for_post.person_id,
            ACTING_FOR_YOU_ENDED,
            facts,
            kind="acting",
            subject_id=card.id,
            now=event.now,
        )
        label = f"{card.post.person_name}: {card.authority or card.position}"
        event.moved.append(Moved("acting", str(card.id), label, one.from_id, None))
