"""When an agency ends: nobody acts in it for another any more, and who did is told."""

from datetime import timedelta

from lienthong.access import queries
from lienthong.access.models import Acting
from lienthong.access.services import _tell
from lienthong.access.services.acting import leave_end
from lienthong.directory.events import AgenciesReorganised, HandOver, Moved
from lienthong.kernel.wording import noop as _
from lienthong.notices.sentences import declare

ACTING_FOR_YOU_ENDED = declare(
    "access.acting-for-you-ended",
    _("%(name)s không còn %(authority)s thay bạn sau ngày %(day)s: %(reason)s"),
)
_REASON = _("Cơ quan kết thúc hoạt động do sắp xếp lại; cần văn bản mới của cơ quan kế thừa.")


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
