"""The paper beside a delivery, as programs tell it and are told of it (A5)."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field

from lienthong.apikit.schemas import StrictSchema, Told
from lienthong.exchange.types import PaperCard, PaperSent, PaperWay
from lienthong.gateways.api.shapes_in import Day


class PaperOut(Told):
    """The paper that goes beside a delivery by the rule of its day (A5).

    state: "owed", "sent" or "arrived"; due_on: until which day it is to go; way: "by-hand" or
    "post", with the number of the post. What a side has not marked is none, or empty.
    """

    state: str
    due_on: date
    sent_on: date | None
    way: str | None
    post_number: str
    arrived_on: date | None

    @classmethod
    def of(cls, card: PaperCard) -> Self:
        return cls(
            state=str(card.state),
            due_on=card.due_on,
            sent_on=card.sent_on,
            way=str(card.way) if card.way else None,
            post_number=card.post_number,
            arrived_on=card.arrived_on,
        )


class PaperSentIn(StrictSchema):
    """How the paper beside a delivery went; by post with its number."""

    sent_on: Day
    way: Literal["by-hand", "post"]
    post_number: Annotated[str, Field(max_length=30)] = ""

    def sent(self) -> PaperSent:
        return PaperSent(self.sent_on, PaperWay(self.way), self.post_number)


class PaperArrivedIn(StrictSchema):
    """When the paper beside a delivery came."""

    arrived_on: Day


class PaperBackIn(StrictSchema):
    """Which mark of your agency was an error."""

    step: Literal["sent", "arrived"]
