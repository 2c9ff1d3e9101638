"""Elements of lists as the SDK reads them: texts, and nothing where there is nothing to say."""

from datetime import date
from typing import Any

from django.utils.translation import gettext

from lienthong.directory.errors import CodeShape
from lienthong.directory.queries.listing import ListedAgency
from lienthong.directory.rules.codes import form_of
from lienthong.directory.types import CodeForm
from lienthong.formats.vxp import moments
from lienthong.formats.vxp.answers import without_nothing
from lienthong.vxp import queries
from lienthong.vxp.types import SentLine, Waiting

_SERVICE = "eDoc"


def of_waiting(one: Waiting) -> dict[str, Any]:
    return without_nothing(
        {
            "docId": str(one.id),
            "serviceType": _SERVICE,
            "messageType": str(one.message_type),
            "created_time": moments.written(one.created_at),
            "updated_time": moments.written(one.updated_at),
            "from": one.sender_code,
            "to": one.recipient_code,
            "status": one.said or str(one.state),
            "status_desc": gettext(one.state.label),
        }
    )


def of_sent(one: SentLine) -> dict[str, Any]:
    return without_nothing(
        {
            "senderDocId": str(one.sending_id),
            "receiverDocId": str(one.taken_id) if one.taken_id else "",
            "fromCode": one.sender_code,
            "toCode": one.recipient_code,
            "serviceType": _SERVICE,
            "messageType": str(one.message_type),
            "title": one.title,
            "notation": one.notation,
            "sentTime": moments.written(one.sent_at),
            "receivedTime": moments.written(one.received_at) if one.received_at else "",
            "sendStatus": "done",
            "sendStatusDesc": gettext("Đã gửi"),
            "receiveStatus": one.state,
            "receiveStatusDesc": gettext(one.label),
        }
    )


def of_agency(one: ListedAgency) -> dict[str, Any]:
    card = one.card
    return without_nothing(
        {
            "id": str(card.id),
            "pid": str(card.parent_id) if card.parent_id else "",
            "code": card.code,
            "name": card.name,
            "mail": card.email,
            "oldCode": next((code for code in one.codes if code != card.code), ""),
        }
    )


def of_code_20(one: ListedAgency) -> dict[str, Any]:
    """Empty for an agency that has no code of Decision 20/2020."""
    code = _of_form(one, CodeForm.QD_20)
    if not code:
        return {}
    return without_nothing(
        {
            "id": str(one.card.id),
            "code": code,
            "name": one.card.name,
            "mail": one.card.email,
            "code102": _of_form(one, CodeForm.QCVN_102),
        }
    )


def of_unit(one: ListedAgency, *, on: date) -> dict[str, Any]:
    return {**of_agency(one), "deleted": not queries.takes_part(one, on=on), "isAgency": True}


def _of_form(one: ListedAgency, form: CodeForm) -> str:
    return next((code for code in one.codes if _has_form(code, form)), "")


def _has_form(code: str, form: CodeForm) -> bool:
    try:
        return form_of(code) == form
    except CodeShape:  # a partner's own name of it has neither form
        return False
