"""Who hears which news."""

from lienthong.exchange import events as exchange
from lienthong.kernel.news import subscribe
from lienthong.registers import services as registers


def wire() -> None:
    """Subscribe every package to the news of those below it."""
    subscribe(exchange.Dispatched, registers.await_acceptance)
    subscribe(exchange.StatusReported, registers.tell_sender)
    subscribe(exchange.ChangeRequested, registers.follow_change_request)
    subscribe(exchange.ChangeAnswered, registers.follow_change_answer)
