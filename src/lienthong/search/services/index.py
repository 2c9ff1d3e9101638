"""Something may be found by its words from now on."""

from collections.abc import Iterable

from lienthong.search.models import SearchText
from lienthong.search.rules import reader_token, tokens_of
from lienthong.search.types import NewText
from lienthong.tables.rows import Rows

_TEXTS = Rows(SearchText, "kind", "subject", "text")


def index(texts: Iterable[NewText]) -> None:
    """Let the readers of each text find it, in the transaction of the act that shows it to them.

    Later readers are another text. The same again changes nothing that anybody sees. One statement,
    whatever the number of texts and readers.
    """
    _TEXTS.insert((each.kind, each.subject, _words(each)) for each in texts if each.readers)


def _words(new: NewText) -> str:
    readers = sorted({reader_token(new.kind, reader) for reader in new.readers})
    return " ".join([*readers, *tokens_of(new.text)])
