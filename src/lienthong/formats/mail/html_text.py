"""What is left of a letter in HTML: its words. Nothing of it is ever shown as HTML."""

from html.parser import HTMLParser

_HIDDEN = frozenset({"script", "style", "head", "title", "template", "noscript", "object"})
_LINES = frozenset(
    {"address", "article", "blockquote", "br", "div", "dd", "dt", "footer", "h1", "h2", "h3", "h4"}
    | {"h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul"}
)
_CELLS = frozenset({"td", "th"})
# Characters of HTML that are read; a longer one is cut.
_LONGEST = 1_000_000


def words_of(html: str) -> str:
    """Return the words of an HTML page, a line for each block. Pictures and addresses fall away."""
    reader = _Words()
    try:
        reader.feed(html[:_LONGEST])
        reader.close()
    except (AssertionError, ValueError):  # of odd declarations; what was read until there is kept
        pass
    return "".join(reader.words)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden: str = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden:
            return
        if tag in _HIDDEN:
            self._hidden = tag
        elif tag in _LINES:
            self.words.append("\n")
        elif tag in _CELLS:
            self.words.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LINES and not self._hidden:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {self._hidden, "body"}:
            self._hidden = ""
        elif tag in _LINES and not self._hidden:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(" ".join(data.split()) if data.strip() else " ")
            if data[-1:].isspace():
                self.words.append(" ")
