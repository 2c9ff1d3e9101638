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
    ReorganisationEnded,
    ReorganisationNews,
    ReorganisationProposed,
)
from lienthong.directory.types import Role
from lienthong.kernel.clock import local_day
from lienthong.kernel.sorting import name_key
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, NewWork, Verb

ACTING_FOR_YOU_ENDED = declare(
    "access.acting-for-you-ended",
    _("%(name)s không còn %(authority)s thay bạn sau ngày %(day)s: %(reason)s"),
)
_REASON = _("Cơ quan kết thúc hoạt động do sắp xếp lại; cần văn bản mới của cơ quan kế thừa.")


REORGANISATION_PROPOSED = declare(
    "access.reorganisation-proposed",
    _(
        "%(by)s đề nghị sắp xếp lại %(agencies)s từ ngày %(day)s, theo %(source)s; chờ người thứ "
        "hai đồng ý."
    ),
)
REORGANISATION_DECIDED = declare(
    "access.reorganisation-decided",
    _(
        "%(by)s đồng ý phương án của %(proposer)s: sắp xếp lại %(agencies)s từ ngày %(day)s, "
        "theo %(source)s."
    ),
)
REORGANISATION_DECLINED = declare(
    "access.reorganisation-declined",
    _("%(by)s không đồng ý phương án sắp xếp lại %(agencies)s của %(proposer)s: %(reason)s"),
)
REORGANISATION_CANCELLED = declare(
    "access.reorganisation-cancelled",
    _("%(by)s hủy phương án sắp xếp lại %(agencies)s từ ngày %(day)s, theo %(source)s."),
)
_NAMED = 5  # agencies in the words of a notice
_REORGANISATION = "reorganisation"
_SECOND = (Role.OPERATOR, Role.REVIEWER)


def ask_second(event: ReorganisationProposed) -> None:
    """Tell the heads what is proposed for their agencies, and put it before who may agree.

    It moves documents to other eyes. Two statements, one for every 50 agencies, and two for those
    who are asked.
    """
    news = event.news
    _tell_heads(news, REORGANISATION_PROPOSED)
    today = local_day(news.now)
    posts = [post for role in _SECOND for post in directory.posts_of_role(role, on=today)]
    worklist.put(
        NewWork(
            agency_id=post.agency_id,
            audience=Audience(post_id=post.id),
            verb=Verb.AGREE_REORGANISATION,
            subject_kind=_REORGANISATION,
            subject_id=news.reorganisation_id,
            arrived_at=news.now,
            summary=news.source,
            from_whom=news.proposed_by,
        )
        for post in posts
        if post.person_id != news.proposer_id
    )


def tell_decided(event: ReorganisationDecided) -> None:
    """Tell the heads of every agency that ends or takes over, and who proposed it."""
    _end_asking(event.news)
    _tell_heads(event.news, REORGANISATION_DECIDED)


def tell_ended(event: ReorganisationEnded) -> None:
    """Tell the same that a plan is given up: turned down with a reason, or cancelled."""
    _end_asking(event.news)
    code = REORGANISATION_DECLINED if event.reason else REORGANISATION_CANCELLED
    _tell_heads(event.news, code, reason=event.reason)


def _end_asking(news: ReorganisationNews) -> None:
    worklist.settle(
        subject_kind=_REORGANISATION,
        subject_ids=[news.reorganisation_id],
        actor=news.actor,
        now=news.now,
    )


def _tell_heads(news: ReorganisationNews, code: str, *, reason: str = "") -> None:
    names = sorted(
        (card.name for card in directory.agencies(news.agency_ids).values()), key=name_key
    )
    facts = {
        "by": news.actor.name,
        "proposer": news.proposed_by,
        "agencies": ", ".join(names[:_NAMED]) + (", …" if names[_NAMED:] else ""),
        "day": f"{news.happens_on:%d/%m/%Y}",
        "source": news.source or "—",
        "reason": reason,
    }
    notices.tell(
        (
            notice
            for agency_id in news.agency_ids
            for notice in _tell.to_heads(
                agency_id, code, facts, kind=_REORGANISATION, subject_id=news.reorganisation_id
            )
        ),
        now=news.now,
    )
    if news.proposer_id is not None and code != REORGANISATION_PROPOSED:
        _tell.tell_person(
            news.proposer_id,
            code,
            facts,
            kind=_REORGANISATION,
            subject_id=news.reorganisation_id,
            now=news.now,
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
