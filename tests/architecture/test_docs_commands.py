"""A command that a page shows can be typed: its options, its acts and the variables of make."""

import re
import shlex
from functools import cache
from pathlib import Path

from tests.architecture.each import for_each
from tests.architecture.test_docs import PAGES, REFERENCE
from tests.architecture.tree import ROOT, within

FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
CALL = re.compile(r"(?:^|[\s/(])lienthong ([a-z]+)([^|>;&#)]*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
MAKE = re.compile(r"(?<![\w-])make ([a-z-]+)((?: [A-Z_]+=(?:\"[^\"]*\"|\S+))*)")
# What every command of Django's takes.
COMMON = {"--help", "--version", "--settings", "--verbosity", "--traceback", "--no-color"}


@cache
def options() -> dict[str, dict[str, set[str]]]:
    """Return the options of each command, by its acts; "" are those before any act."""
    found: dict[str, dict[str, set[str]]] = {}
    for section in REFERENCE["commands.md"]().split("\n## lienthong ")[1:]:
        name, _, body = section.partition("\n")
        acts: dict[str, set[str]] = {"": set()}
        for line in re.findall(r"^- `([^`]+)`", body, re.MULTILINE):
            first = line.split()[0]
            key = first if re.fullmatch(r"[a-z][a-z-]*", first) else ""
            acts.setdefault(key, set()).update(OPTION.findall(line))
        found[name] = acts
    return found


def shown(page: Path) -> list[str]:
    """Return the lines of a page's blocks, those that go on joined, and what stands in a line."""
    text = page.read_text(encoding="utf-8")
    blocks = "\n".join(FENCE.findall(text)).replace("\\\n", " ")
    return [*blocks.splitlines(), *INLINE.findall(FENCE.sub("", text))]


def unknown(name: str, rest: str) -> list[str]:
    """Return the options of a call that its command does not know."""
    acts = options().get(name)
    if acts is None:
        return []
    words = {word for word in rest.split() if not word.startswith("-")}
    known = COMMON.union(acts[""], *(acts[act] for act in words & acts.keys()))
    return [f"lienthong {name} {one}" for one in OPTION.findall(rest) if one not in known]


@for_each([p for p in PAGES if p.name not in REFERENCE], named=within)
def test_options_in_a_page_are_those_of_their_command(page: Path):
    calls = [found for line in shown(page) for found in CALL.findall(line)]
    assert [wrong for name, rest in calls for wrong in unknown(name, rest)] == []


def test_an_option_of_another_act_is_not_taken_for_one_of_this():
    assert unknown("acting", " end ACTING --reason x") == []
    assert unknown("acting", " end ACTING --kind deputy") == ["lienthong acting --kind"]
    assert unknown("backup", " --fast") == ["lienthong backup --fast"]


@for_each(PAGES, named=within)
def test_variables_of_make_in_a_page_are_read_by_the_makefile(page: Path):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    read = set(re.findall(r"\$\(([A-Z_]+)\)|^([A-Z_]+) \?=", makefile, re.MULTILINE))
    names = {one for pair in read for one in pair if one} | {"PYTHON", "NETWORK_PORT", "WORKERS"}
    names |= set(re.findall(r"\$\(or \$\(([A-Z_]+)\)", makefile))
    given = [
        pair.partition("=")[0]
        for line in shown(page)
        for _target, rest in MAKE.findall(line)
        for pair in shlex.split(rest)
    ]
    assert [name for name in given if name not in names] == []
