"""The order of names in Vietnamese: a ă â b c d đ e ê …, and only then the tones."""

import unicodedata
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# In the order of dictionaries: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def _letters() -> tuple[dict[int, str], dict[int, str]]:
    """Places in the alphabet, and tones, by code point; what is no letter keeps its own sign."""
    places: dict[int, str] = {}
    tones: dict[int, str] = {}
    for place, letter in enumerate(_ALPHABET):
        for tone, mark in enumerate(_TONES):
            whole = unicodedata.normalize("NFC", letter + mark)
            for sign in {whole, whole.upper()}:
                if len(sign) == 1:
                    places[ord(sign)], tones[ord(sign)] = chr(0x100 + place), chr(0x30 + tone)
    return places, tones


_PLACES, _TONE_OF = _letters()


def given_name(name: str) -> str:
    """Return by what a person is called and looked for: the last word, "An" of "Nguyễn Văn An"."""
    return name.rpartition(" ")[2]


@lru_cache(maxsize=8192)
def name_key(name: str) -> tuple[str, str, str]:
    """Return what names are sorted by: "An", "Ăn", "Ân", "Ba", "Dĩ An", "Đồng Nai", "Ủy ban".

    Letters first, then tones, capitals last of all. Takes text in NFC. PostgreSQL's collation
    "vi-x-icu" sorts words, figures and spaces in the same way.
    """
    return name.translate(_PLACES), name.translate(_TONE_OF), name.swapcase()
