"""Who hears which news."""

from lienthong.documents import events as documents
from lienthong.documents import handlers as document_handlers
from lienthong.documents import services as document_services
from lienthong.exchange import events as exchange
from lienthong.kernel.news import subscribe
from lienthong.registers import services as registers
from lienthong.signatures import events as signatures


def wire() -> None:
    """Subscribe every package to the news of those below it."""
    subscribe(signatures.ContentJudged, document_handlers.rejudge)
    subscribe(documents.SecretRefused, document_services.count_secret_refusal)
    subscribe(exchange.Dispatched, registers.await_acceptance)
    subscribe(exchange.StatusReported, registers.settle_acceptance)
    subscribe(exchange.StatusReported, registers.tell_sender)
    subscribe(exchange.ChangeRequested, registers.follow_change_request)
    subscribe(exchange.ChangeAnswered, registers.follow_change_answer)
