"""The three levels of state secrets, as they are written (A3)."""

from lienthong.formats.letters.types import SecrecyFinding, SecrecyLevel
from lienthong.kernel.text import clean_line, fold

# Law on protection of state secrets 29/2018/QH14, Article 8.
_LEVELS = {"mat": "Mật", "toi mat": "Tối mật", "tuyet mat": "Tuyệt mật"}
_STAMPED = {
    SecrecyLevel.SECRET: "Mật",
    SecrecyLevel.TOP_SECRET: "Tối mật",
    SecrecyLevel.ULTRA_SECRET: "Tuyệt mật",
}


def secrecy_level(text: str) -> str:
    """Return the level that a text names and nothing else, as the law writes it; "" if none.

    A mark stands alone: "MẬT", "Tối  mật", "TUYỆT MẬT". Words like "bảo mật" are not a mark.
    """
    bare = fold(clean_line(text)).strip(" .:-[]()")
    return _LEVELS.get(bare, "")


def stamped_level(stamp: SecrecyFinding | None) -> str:
    """Return the level of a stamp that was found on a page, as the law writes it; "" if none."""
    return _STAMPED[stamp.level] if stamp else ""
