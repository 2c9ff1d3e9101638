"""The tables of search: tokens of things with those who may find them, and how far a stock came."""

from django.db import models
from django.db.models import Q

from lienthong.search.types import SearchKind


class SearchText(models.Model):
    """The tokens of one thing, and a token for each who may find it by them.

    Written in the act that makes the thing or shows it to somebody; more readers are more rows, no
    row changes. Engines index `text`; ids grow with time, so the
    highest came last.
    """

    kind = models.CharField(max_length=16)
    subject = models.UUIDField(db_index=True)
    text = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in SearchKind]),
                name="search_text_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class StockPlace(models.Model):
    """How far the things of a kind that were there before the index have been taken into it."""

    kind = models.CharField(primary_key=True, max_length=16)
    after = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.kind} {self.after}"
