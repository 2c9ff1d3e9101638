"""An element as the reader sees it: by local names, in any order, noting what is odd."""

import re
from collections import defaultdict

from lxml import etree

from lienthong.formats.edxml import dates
from lienthong.formats.edxml.findings import FindingCode, Findings

XML_BLANKS = " \t\r\n"
_NUMBER = re.compile(r"[+-]?\d{1,10}", re.ASCII)
_LARGEST_NUMBER = 2**31 - 1  # the client library reads 32 bits
_CANONICAL_DATE = re.compile(r"\d{4}/\d\d/\d\d", re.ASCII)
_CANONICAL_TIME = re.compile(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d", re.ASCII)


class Node:
    """One element, its path, and its children by local name.

    All nodes of one reading share `findings`; `report_unknown` on the first of them tells about
    every child, at any depth, that nobody asked for.
    """

    def __init__(self, element: etree._Element, *, path: str, findings: Findings) -> None:
        self.element, self.path, self._findings = element, path, findings
        self._children: dict[str, list[etree._Element]] = defaultdict(list)
        for child in element:
            self._children[local_name(child)].append(child)
        self._asked: set[str] = set()
        self._nodes: list[Node] = []

    def one(self, *names: str) -> "Node | None":
        """Return the first child with one of these names; a second one is a finding."""
        found = self.many(*names)
        if len(found) > 1:
            self._findings.add(FindingCode.REPEATED_ELEMENT, f"{self.path}/{names[0]}")
        return found[0] if found else None

    def many(self, *names: str) -> "list[Node]":
        """Return all children with one of these names, in the order of the names."""
        self._asked.update(names)
        elements = [child for name in names for child in self._children.get(name, ())]
        nodes = [
            Node(
                child,
                path=f"{self.path}/{local_name(child)}" + (f"[{n}]" if len(elements) > 1 else ""),
                findings=self._findings,
            )
            for n, child in enumerate(elements, 1)
        ]
        self._nodes += nodes
        return nodes

    def pass_over(self, *names: str) -> None:
        """Say that children of these names are known, though they are not read as nodes."""
        self._asked.update(names)

    def has(self, name: str) -> bool:
        """Return whether there is a child of this name, however empty."""
        return name in self._children

    def own_text(self, longest: int = 0) -> str:
        """Return this element's text, stripped; more than `longest` characters is a finding."""
        text = (self.element.text or "").strip(XML_BLANKS)
        if longest and len(text) > longest:
            self.note(FindingCode.TOO_LONG, length=len(text), limit=longest)
        return text

    def text(self, name: str, longest: int = 0, *, also: str = "") -> str:
        """Return the text of a child, or ""; `also` is another spelling of its name."""
        child = self.one(name, also) if also else self.one(name)
        return child.own_text(longest) if child else ""

    def texts(self, name: str, longest: int = 0) -> tuple[str, ...]:
        """Return the texts of all children of a name, without the empty ones."""
        return tuple(text for child in self.many(name) if (text := child.own_text(longest)))

    def number(self, name: str) -> int | None:
        """Return a child's number; what the client library cannot write is a finding and None."""
        child = self.one(name)
        text = child.own_text() if child else ""
        if child is None or not text:
            return None
        number = int(text) if _NUMBER.fullmatch(text) else -1
        if 0 <= number <= _LARGEST_NUMBER:
            return number
        child.note(FindingCode.NUMBER_UNREADABLE, found=text)
        return None

    def date(self, name: str) -> dates.PackageDate | None:
        """Return a child's day, None when it is absent or empty."""
        child = self.one(name)
        text = child.own_text() if child else ""
        if child is None or not text:
            return None
        found = dates.read_date(text)
        if found.on is None:
            child.note(FindingCode.DATE_UNREADABLE, found=text)
        elif not _CANONICAL_DATE.fullmatch(text):
            child.note(FindingCode.DATE_FORM, found=text)
        return found

    def time(self, name: str) -> dates.PackageTime | None:
        """Return a child's moment, None when it is absent or empty."""
        child = self.one(name)
        text = child.own_text() if child else ""
        if child is None or not text:
            return None
        found = dates.read_time(text)
        if found.at is None:
            child.note(FindingCode.DATE_UNREADABLE, found=text)
        elif not _CANONICAL_TIME.fullmatch(text):
            child.note(FindingCode.DATE_FORM, found=text)
        return found

    def attribute(self, name: str) -> str:
        """Return an attribute by its local name, or ""."""
        for key, value in self.element.attrib.items():
            if etree.QName(key).localname == name:
                return str(value).strip(XML_BLANKS)
        return ""

    def note(self, code: FindingCode, **facts: object) -> None:
        """Note a finding about this element."""
        self._findings.add(code, self.path, **facts)

    def report_unknown(self) -> None:
        """Note the children that were never asked for, here and below; each name once."""
        for name, children in self._children.items():
            if name not in self._asked:
                path = f"{self.path}/{name}"
                self._findings.add(FindingCode.UNKNOWN_ELEMENT, path, count=len(children))
        for node in self._nodes:
            node.report_unknown()


def local_name(element: etree._Element) -> str:
    """Return an element's name without prefix or namespace."""
    return etree.QName(element).localname
