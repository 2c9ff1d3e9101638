"""When recipients are urged from outside: their clerks and leaders hear it at once."""

from itertools import groupby

from lienthong.directory.types import Role
from lienthong.documents import queries as documents
from lienthong.exchange.events import Urged
from lienthong.exchange.types import DeliveryCard, UrgedAbout
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice

_ONE = {
    UrgedAbout.ACCEPTANCE: declare(
        "exchange.urged-to-accept", _("%(agency)s nhắc tiếp nhận %(reference)s: đã quá hạn.")
    ),
    UrgedAbout.WORK: declare(
        "exchange.urged-to-work", _("%(agency)s nhắc xử lý, trả lời %(reference)s: đã quá hạn.")
    ),
}
_SEVERAL = {
    UrgedAbout.ACCEPTANCE: declare(
        "exchange.urged-to-accept-several",
        _("%(agency)s nhắc: %(count)s văn bản quá hạn tiếp nhận; lâu nhất là %(reference)s."),
    ),
    UrgedAbout.WORK: declare(
        "exchange.urged-to-work-several",
        _("%(agency)s nhắc: %(count)s văn bản quá hạn xử lý; lâu nhất là %(reference)s."),
    ),
}


def tell_urged(event: Urged) -> None:
    """Subscriber: one notice for each agency and matter to its clerks, and one to its leaders.

    What leads to it is the document that waits longest. One statement, and one a 100 notices.
    """
    ordered = sorted(
        event.deliveries,
        key=lambda one: (one.recipient_id, event.about[one.id], one.accept_by, one.id),
    )
    grouped = [
        (about, list(rows))
        for (_agency, about), rows in groupby(
            ordered, key=lambda one: (one.recipient_id, event.about[one.id])
        )
    ]
    versions = documents.version_cards({rows[0].version_id for _about, rows in grouped})
    notices.tell(
        (
            _notice(event, about, rows, versions[rows[0].version_id].reference_code, role)
            for about, rows in grouped
            for role in (Role.CLERK, Role.LEADER)
        ),
        now=event.now,
    )


def _notice(
    event: Urged, about: UrgedAbout, rows: list[DeliveryCard], reference: str, role: Role
) -> NewNotice:
    facts: dict[str, str | int] = {"agency": event.by.name, "reference": reference}
    if len(rows) > 1:
        facts["count"] = len(rows)
    return NewNotice(
        agency_id=rows[0].recipient_id,
        role=role,
        code=(_SEVERAL if len(rows) > 1 else _ONE)[about],
        facts=facts,
        subject_kind="delivery",
        subject_id=rows[0].id,
    )
