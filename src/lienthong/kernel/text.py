"""Vietnamese text: one normal form at every door, and folding for search without tones."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
# Control, format and unassigned characters change what a person sees or how a file name works.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
# Letters of the alphabets of Europe, Vietnamese among them; others are looked up each time.
_REMEMBERED = 0x2000

# Names of devices on Windows, whatever ending follows.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


def nfc(text: str) -> str:
    """Return the text in Unicode Normalization Form C, the form in which all text is kept."""
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """Return one line of visible text: NFC, no control characters, single spaces, trimmed."""
    whole = nfc(text)
    if whole.isprintable() and "  " not in whole:  # the common case, without a look at each letter
        return whole.strip()
    spaced = _SPACES.sub(" ", whole)
    if spaced.isprintable():
        return spaced.strip()
    return "".join(c for c in spaced if unicodedata.category(c) not in _UNSEEN).strip()


def clean_block(text: str) -> str:
    """Return text of several lines, each cleaned like a line; empty lines at the ends fall away."""
    return "\n".join(clean_line(line) for line in text.splitlines()).strip()


class _Bare(dict[int, str]):
    """Letters without tones by code point, found once each; for `str.translate`."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFD", {"đ": "d", "Đ": "D"}.get(chr(code), chr(code)))
        bare = "".join(c for c in plain if not unicodedata.combining(c))
        if code < _REMEMBERED:
            self[code] = bare
        return bare


_BARE = _Bare()


def fold(text: str) -> str:
    """Return the text for searching without tones and case: "Đất đai" becomes "dat dai".

    SQLite and PostgreSQL fold đ differently or not at all, so folding is done here for both.
    """
    return _SPACES.sub(" ", text.translate(_BARE)).lower().strip()


def safe_file_name(name: str, *, longest: int = 200) -> str:
    """Return a file name without path parts, control characters and reserved signs.

    The ending is kept when the name has to be shortened; an unusable name becomes "tep".
    """
    last = clean_line(name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join("_" if c in '<>:"|?*' else c for c in last).strip(". ")
    if not kept:
        return "tep"
    if _RESERVED.match(kept):
        kept = f"_{kept}"
    stem, dot, ending = kept.rpartition(".")
    if len(kept) <= longest or not dot:
        return kept[:longest]
    return f"{stem[: longest - len(ending) - 1]}.{ending}"
