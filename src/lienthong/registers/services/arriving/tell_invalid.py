"""A document whose signatures turn out to be bad after it arrived: both sides are told at once."""

from lienthong.directory.types import Role
from lienthong.documents import queries as documents
from lienthong.documents.events import LegalValueChanged
from lienthong.documents.types import LegalValue
from lienthong.exchange import queries as exchange
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice

_ARRIVED = declare(
    "documents.signature-invalid",
    _("Chữ ký số của %(reference)s không hợp lệ: chưa được coi là bản gốc, nên từ chối."),
)
_SENT = declare(
    "documents.sent-signature-invalid",
    _("Chữ ký số của %(reference)s mà cơ quan đã gửi không hợp lệ: thu hồi và gửi lại bản đúng."),
)


def tell_invalid(event: LegalValueChanged) -> None:
    """Subscriber of a legal value that changed: tell the clerks of the sender and the recipients.

    Three statements, and one for every 100 recipients.
    """
    if event.after != LegalValue.INVALID:
        return
    version = documents.version_card(event.version_id)
    deliveries = exchange.deliveries_of_version(version.id, sender_id=version.issuer_id)
    about = [(one.recipient_id, _ARRIVED, one.id) for one in deliveries]
    about += [(version.issuer_id, _SENT, one.id) for one in deliveries[:1]]
    notices.tell(
        (
            NewNotice(
                agency_id=agency_id,
                role=Role.CLERK,
                code=code,
                facts={"reference": version.reference_code},
                subject_kind="delivery",
                subject_id=delivery_id,
            )
            for agency_id, code, delivery_id in about
        ),
        now=event.changed_at,
    )
