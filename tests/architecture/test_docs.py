"""What is written can be relied on: links lead somewhere, names exist, pages follow the code."""

import re
import runpy
from functools import cache
from pathlib import Path

import pytest
from tests.architecture.each import for_each
from tests.architecture.tree import DOCS, ROOT, SOURCE, packages, within

PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "changes").glob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+?)\s*$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
ANCHOR = re.compile(r'<a id="([^"]+)">')
# A page of ours as a docstring, a message or a script names it, with the place in it.
NAMED_PAGE = re.compile(r"(?<![\w/])((?:docs|changes)/[\w/-]+\.md)(?:#([\w-]+))?")
# A name of our source as pages write it: "exchange.types", "read_pdf(source)".
NAMED = re.compile(r"`([a-z_]+(?:\.[a-zA-Z_]+)*)(?:\([^`]*\))?`")
OURS = ("src", "tests", "scripts", "bench", "torture", "deploy", ".ci")
READ = {".py", ".sh", ".html", ".js", ".css", ".conf", ".yaml", ".service", ".timer", ".po"}
# Pictures are taken by `make docs`, when the pages run.
PICTURES = {"docs/images/home.png", "docs/images/document.png"}
REFERENCE = runpy.run_path(str(ROOT / "scripts/write_reference.py"))["PAGES"]


def test_every_package_says_what_it_owns_promises_and_leaves_to_others():
    missing = [name for name in packages() if not (DOCS / f"explain/{name}.md").exists()]
    assert not missing


def test_the_readme_names_every_package_and_both_commands_first():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [name for name in packages() if f"docs/explain/{name}.md" not in readme]
    assert not missing
    for language in readme.split("## In English"):
        commands = re.findall(r"make [a-z]+", language)
        assert commands[:2] == ["make demo", "make test"]


def test_the_picture_of_the_packages_has_each_of_them_once():
    picture = (DOCS / "explain/overview.md").read_text(encoding="utf-8").split("```mermaid")[2]
    drawn = re.findall(r"^    (\w+(?: ~~~ \w+)+)$", picture.partition("```")[0], re.MULTILINE)
    assert sorted(name for row in drawn for name in row.split(" ~~~ ")) == packages()


@for_each(PAGES, named=within)
def test_links_lead_to_what_is_there(page: Path):
    broken = [
        target
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not target.startswith(("http://", "https://", "#"))
        and not _is_there(page.parent / target.partition("#")[0])
    ]
    assert not broken


def _is_there(target: Path) -> bool:
    return target.exists() or target.resolve().relative_to(ROOT).as_posix() in PICTURES


def _anchors(page: Path) -> set[str]:
    """Return the places of a page to which a link can lead, as GitHub names its headings."""
    text = page.read_text(encoding="utf-8")
    taken: set[str] = set()
    for heading in HEADING.findall(FENCED.sub("", text)):
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        again = (f"{slug}-{n}" for n in range(1, 100))
        taken.add(slug if slug not in taken else next(one for one in again if one not in taken))
    return taken | set(ANCHOR.findall(text))


@for_each(PAGES, named=within)
def test_links_into_a_page_find_their_place(page: Path):
    lost = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        name, _, place = target.partition("#")
        where = page.parent / name if name else page
        if place and where.suffix == ".md" and place not in _anchors(where):
            lost.append(target)
    assert not lost


def test_pages_that_the_code_names_exist_with_the_place_in_them():
    files = [
        path
        for folder in OURS
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in READ and "vendor" not in path.parts and path.is_file()
    ]
    lost = [
        f"{within(path)}: {page}#{place}"
        for path in [*files, ROOT / "Makefile"]
        for page, place in NAMED_PAGE.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / page).exists() or (place and place not in _anchors(ROOT / page))
    ]
    assert not lost


def test_the_code_names_no_page_that_is_not_in_the_tree():
    known, named = {path.name for path in PAGES}, re.compile(r"(?<![\w/.-])[A-Za-z][\w-]*\.md\b")
    lost = [
        f"{within(path)}: {name}"
        for folder in OURS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for name in named.findall(path.read_text(encoding="utf-8"))
        if name not in known
    ]
    assert not lost


def test_every_picture_is_shown_by_a_page():
    shown = {
        (page.parent / target).resolve()
        for page in PAGES
        for target in LINK.findall(page.read_text(encoding="utf-8"))
    }
    assert [one.name for one in sorted((DOCS / "images").iterdir()) if one not in shown] == []


@for_each(PAGES, named=within)
def test_named_files_of_the_source_exist(page: Path):
    """`exchange/rules.py`, `tests/…` and `scripts/…` in a page are files of this tree."""
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`([\w/]+/[\w./]+\.(?:py|sh|toml))`", text)
    named += re.findall(
        r"`((?:docs|deploy|bench|torture|requirements|vendor|scripts|tests)/[\w./-]*\w/?)`", text
    )
    roots = (ROOT, SOURCE, ROOT / "tests", ROOT / "src", *(SOURCE / n for n in packages()))
    assert [name for name in named if not any((root / name).exists() for root in roots)] == []


def test_what_the_page_of_a_package_names_is_in_the_source():
    """`formats.pdf.reading.read_pdf`, `rewrap_keys`: a name is changed there too."""
    deployed = [path for path in (ROOT / "deploy").rglob("*") if path.is_file()]
    written = {word for path in [*SOURCE.rglob("*.py"), *deployed] for word in _words(path)}
    ours = set(packages())
    missing = [
        (within(page), name)
        for page in sorted((DOCS / "explain").glob("*.md"))
        if page.stem.partition("-")[0] in ours
        for name in NAMED.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
        if (name.partition(".")[0] in ours and not _is_of_package(name))
        or ("_" in name and "." not in name and name not in written)
    ]
    assert missing == []


@cache
def _words(path: Path) -> frozenset[str]:
    found = re.findall(r"\w+", path.read_text(encoding="utf-8"))
    return frozenset([*found, path.stem, path.parent.name])


def _is_of_package(name: str) -> bool:
    """Whether the parts of a dotted name are folders, then a file, then words in it."""
    place, parts = SOURCE, name.split(".")
    while parts and (place / parts[0]).is_dir():
        place /= parts.pop(0)
    if parts and (file := place / f"{parts[0]}.py").exists():
        return set(parts[1:]) <= _words(file)
    return all(any(part in _words(each) for each in place.rglob("*.py")) for part in parts)


@for_each([p for p in PAGES if p.name not in REFERENCE], named=within)
def test_commands_in_a_page_exist(page: Path):
    text = page.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {f"make {name}" for name in re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)}
    assert set(re.findall(r"`(make [a-z-]+)", text)) <= targets
    ours = {path.stem for path in SOURCE.glob("*/management/commands/[a-z]*.py")}
    named = set(re.findall(r"(?:^|`|/)lienthong ([a-z]+)\b", text, re.MULTILINE))
    assert named <= ours | {"help"}


@for_each(PAGES, named=within)
def test_settings_in_a_page_exist(page: Path):
    reference = (DOCS / "reference/settings.md").read_text(encoding="utf-8")
    settings = (SOURCE / "config/settings.py").read_text(encoding="utf-8")
    named = set(re.findall(r"LIENTHONG_[A-Z_]+", page.read_text(encoding="utf-8")))
    unknown = [name for name in named if name not in reference and name not in settings]
    assert not unknown


@pytest.mark.parametrize("name", REFERENCE)
def test_a_reference_page_is_what_the_code_says(name: str):
    """To write it anew: .venv/bin/python scripts/write_reference.py"""
    assert (DOCS / "reference" / name).read_text(encoding="utf-8") == REFERENCE[name]()


def test_decisions_are_numbered_without_gaps_and_listed():
    pages = sorted(path.name for path in (DOCS / "decisions").glob("[0-9]*.md"))
    assert [name[:4] for name in pages] == [f"{n:04d}" for n in range(1, len(pages) + 1)]
    listed = re.findall(r"\((\d{4}-[^)]+)\)", (DOCS / "decisions/README.md").read_text())
    assert listed == pages
    for name in pages:
        first = (DOCS / "decisions" / name).read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith(f"# {name[:4]} ")


STATE = re.compile(r"^\*\*State:\*\* (in force since|replaced by|a record of) .+\.$", re.MULTILINE)


@for_each(sorted((DOCS / "decisions").glob("[0-9]*.md")), named=within)
def test_a_decision_says_its_state_what_why_and_at_what_cost(page: Path):
    text = page.read_text(encoding="utf-8")
    state = STATE.search(text)
    assert state
    changed_by = re.findall(r"\[(\d{4})\]", state.group())
    listed = (DOCS / "decisions/README.md").read_text(encoding="utf-8")
    assert f"| {', '.join(changed_by)} |".replace("|  |", "| |") in next(
        line for line in listed.splitlines() if f"({page.name})" in line
    )
    if not state.group(1).startswith("a record"):
        labels = re.findall(r"^\*\*(Decided|Why|Asked|Costs):\*\*", text, re.MULTILINE)
        assert labels.count("Decided") == labels.count("Costs") == 1
        assert {"Why", "Asked"} & set(labels)


def test_every_note_of_a_change_is_listed_and_says_what_operators_do():
    notes = sorted((ROOT / "changes").glob("[0-9]*.md"))
    listed = (ROOT / "changes/README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| \[[^]]+\]\(([^)]+)\)", listed, re.MULTILINE)) == [
        note.name for note in notes
    ]
    silent = [n.name for n in notes if "\n**Operators.** " not in n.read_text(encoding="utf-8")]
    assert not silent


def test_nothing_written_names_the_place_where_it_was_written():
    """Paths of a machine and tools of an author help nobody who reads it elsewhere."""
    elsewhere = re.compile(r"(?<![\w.])/(?:work|tmp|root|home)/")
    named = [within(page) for page in PAGES if elsewhere.search(page.read_text(encoding="utf-8"))]
    assert not named
