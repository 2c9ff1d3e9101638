"""What was there before the index is taken into it, and so is what a restore brought back."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction

from lienthong.search.models import SearchText, StockPlace
from lienthong.search.queries import stock_place
from lienthong.search.services.index import index
from lienthong.search.types import NewText, SearchKind

# Given the last id and how many: the next ids in their order, with the texts of each.
NextTexts = Callable[[UUID, int], Sequence[tuple[UUID, Sequence[NewText]]]]
BATCH = 200


def take_stock(kind: SearchKind, next_texts: NextTexts) -> int:
    """Index the things of a kind that are not indexed, in the order of their ids; return how many.

    A short transaction a batch, which keeps its place: it may be stopped and goes on from there.
    Three statements a batch besides those of `next_texts`.
    """
    done, after = 0, stock_place(kind)
    while some := next_texts(after, BATCH):
        ids = [subject for subject, _texts in some]
        with transaction.atomic():
            known = set(
                SearchText.objects.filter(subject__in=ids).values_list("subject", flat=True)
            )
            index([text for subject, texts in some if subject not in known for text in texts])
            after = ids[-1]
            StockPlace.objects.update_or_create(kind=kind, defaults={"after": after})
        done += len(ids) - len(known)
    return done
