"""What became of documents that the public has: heard in the transaction in which it happened."""

from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.documents import queries as documents
from lienthong.documents.events import VersionIssued
from lienthong.exchange import queries as exchange
from lienthong.exchange.events import ChangeRequested
from lienthong.exchange.types import ChangeKind
from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import noop as _
from lienthong.notices.sentences import declare
from lienthong.portal.models import PublicDocument
from lienthong.portal.services import _waiting
from lienthong.portal.services.take_down import remove
from lienthong.portal.types import ClearanceState, PublicState
from lienthong.worklist.types import Verb

RECALLED = _("Cơ quan ban hành đã thu hồi văn bản.")
_SOME_RECALLED = declare(
    "portal.partly-recalled",
    _(
        "Đã đề nghị một số nơi trả lại văn bản %(reference)s; văn bản vẫn đang công khai. Gỡ xuống"
        " nếu cần."
    ),
)


def offer_update(news: VersionIssued) -> None:
    """Let the clerks prepare the new version of what the public has; until then the old one stands

    there with a word that it was updated. Nothing for a first issue. At most six statements.
    """
    if not news.is_update:
        return
    rows = PublicDocument.objects.filter(document=news.document_id, state=PublicState.SHOWN)
    installation = Actor.installation()
    _waiting.end_waiting(
        news.document_id, ClearanceState.DROPPED, actor=installation, now=news.issued_at
    )
    if rows.exists():
        version = documents.version_card(news.version_id)
        _waiting.let_wait(version, Verb.PREPARE_CLEARANCE, Role.CLERK, "", now=news.issued_at)


def follow_recall(news: ChangeRequested) -> None:
    """Take down what its issuer asks everybody back for; of a part of them the clerks are told.

    What waited for a decision waits no more. Two statements for what is not public.
    """
    if news.kind != ChangeKind.RECALL:
        return
    versions = documents.version_cards({one.version_id for one in news.deliveries})
    installation = Actor.installation()
    for document_id, issuer_id in {(v.document_id, v.issuer_id) for v in versions.values()}:
        is_whole = exchange.recalled_at(document_id, issuer_id=issuer_id) is not None
        if is_whole:
            dropped = ClearanceState.DROPPED
            _waiting.end_waiting(document_id, dropped, actor=installation, now=news.now)
        rows = PublicDocument.objects.select_for_update(of=("self",))
        row = rows.filter(document=document_id, state=PublicState.SHOWN).first()
        if row is None:
            continue
        if is_whole:
            remove(row, RECALLED, actor=installation, now=news.now)
        else:
            _waiting.tell_clerks(
                directory.holder_of(issuer_id),
                row.version_id,
                _SOME_RECALLED,
                now=news.now,
                reference=row.reference_code,
            )
