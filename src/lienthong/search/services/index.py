"""Something may be found by its words from now on."""

from collections.abc import Iterable

from lienthong.search.models import SearchText
from lienthong.search.rules import reader_token, tokens_of
from lienthong.search.types import NewText

_BATCH = 200


def index(texts: Iterable[NewText]) -> None:
    """Let the readers of each text find it, in the transaction of the act that shows it to them.

    Later readers are another text. The same again changes nothing that anybody sees. One statement
    for up to 200 texts, whatever the number of readers.
    """
    rows = [
        SearchText(
            kind=each.kind,
            subject=each.subject,
            text=" ".join(
                [
                    *sorted({reader_token(each.kind, reader) for reader in each.readers}),
                    *tokens_of(each.text),
                ]
            ),
        )
        for each in texts
        if each.readers
    ]
    SearchText.objects.bulk_create(rows, batch_size=_BATCH)
