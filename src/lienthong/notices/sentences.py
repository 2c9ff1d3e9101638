"""Which notices there are: a code and its sentence, declared by the package that tells it."""

from collections.abc import Mapping

from lienthong.kernel.wording import noop as _

_sentences: dict[str, str] = {}
# A later program may no longer know what an earlier one told.
_OF_ANOTHER_PROGRAM = _("Thông báo từ phiên bản trước của chương trình.")


def declare(code: str, sentence: str) -> str:
    """Declare a notice and return its code: "exchange.refused", "%(agency)s từ chối …".

    sentence: Vietnamese source text, marked with `_`, with `%(name)s` places for the facts.
    Raises ValueError when the code is declared with another sentence already.
    """
    if _sentences.setdefault(code, sentence) != sentence:
        raise ValueError(f"notice {code} is declared twice")
    return code


def sentence_of(code: str) -> str:
    """Return the sentence of a code that was told, whichever version of the program told it."""
    return _sentences.get(code, _OF_ANOTHER_PROGRAM)


def require_facts(code: str, facts: Mapping[str, object]) -> None:
    """Raise KeyError when the code is unknown or its sentence needs a fact that is missing."""
    _sentences[code] % facts
