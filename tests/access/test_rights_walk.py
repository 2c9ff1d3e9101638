"""Every page as everybody: what is open to whom stands in docs/reference/rights-of-pages.md.

A new page needs a row there, one for each method that it takes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.access.walk_world import ACTORS, Address, World, addresses, the_world

WHOLE_SITE = True
PAGE = Path(__file__).parents[2] / "docs/reference/rights-of-pages.md"
ROW = re.compile(r"^\| `([^`]+)` \| ([A-Z]+) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
STAFF = ACTORS[:10]
POSTLESS = ("ended", "future")
# What "the others get" may say, and the answers that it stands for.
CLOSED = {
    "refused": {"refused"},
    "not found": {"not found"},
    "refused or not found": {"refused", "not found"},
}


@dataclass(frozen=True)
class Row:
    """One line of the table. open_to: who gets an answer other than a closed door."""

    name: str
    method: str
    kwargs: str
    open_to: frozenset[str]
    others: str


def rows() -> list[Row]:
    found = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return [
        Row(name, method, wanted.strip(), frozenset(_people(who)), others.strip())
        for name, method, wanted, who, others in found
    ]


def _people(said: str) -> Iterator[str]:
    for word in said.replace(",", " ").split():
        if word == "everybody":
            yield from ACTORS
        elif word == "signed-in":
            yield from (*STAFF, *POSTLESS)
        elif word == "staff":
            yield from STAFF
        elif word != "nobody":
            yield word


def test_every_row_says_something_that_the_walk_can_check():
    wrong = [
        row
        for row in rows()
        if not row.open_to <= set(ACTORS) or (row.others not in CLOSED and row.others != "—")
    ]
    assert rows()
    assert not wrong


def test_every_page_has_its_rows_and_every_row_its_page():
    """To mend it: a line in docs/reference/rights-of-pages.md for each method of a new page."""
    named = {one.name for one in addresses()}
    told = {row.name for row in rows()}
    assert sorted(named - told) == []
    assert sorted(told - named) == []
    pairs = [(row.name, row.method) for row in rows()]
    assert len(pairs) == len(set(pairs))


@pytest.mark.django_db
def test_every_page_opens_to_those_of_the_table_and_to_nobody_else():
    world = the_world()
    by_name = {one.name: one for one in addresses()}
    wrong = []
    for row in rows():
        url = _url(by_name[row.name], row, world)
        for who in ACTORS:
            found = answer_of(world.clients[who], row.method, url)
            if found not in _expected(row, who):
                wrong.append(f"{row.name} {row.method} {who}: {found}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.django_db
def test_a_method_without_a_row_is_taken_by_no_page():
    world = the_world()
    told = {(row.name, row.method) for row in rows()}
    taken = []
    for one in addresses():
        row = next(row for row in rows() if row.name == one.name)
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            if (one.name, method) not in told:
                answer = _sent(world.clients["clerk"], method, _url(one, row, world))
                if answer.status_code not in {404, 405}:
                    taken.append(f"{one.name} {method}: {answer.status_code}")
    assert not taken


def _expected(row: Row, who: str) -> set[str]:
    if who in row.open_to:
        return {"open"}
    if who == "stranger":
        return {"sign-in"}
    if who in POSTLESS and row.others != "sign-in":
        return {"no post"} | ({"refused"} if row.name.startswith("api") else set())
    return CLOSED[row.others]


def _url(address: Address, row: Row, world: World) -> str:
    """The address with the objects of the world, or those that the row names."""
    wanted = dict(re.findall(r"(\w+)=(\S+)", row.kwargs))
    facts = {name: wanted.get(name, world.objects.get(name)) for name in address.arguments}
    assert None not in facts.values(), f"{row.name}: the world has no {facts}"
    return reverse(address.name, kwargs=facts)


def answer_of(client: Client, method: str, url: str) -> str:
    """Send one request and undo it; say in a word what it met."""
    return _word(_sent(client, method, url))


def _sent(client: Client, method: str, url: str) -> HttpResponse:
    marked, cookies = transaction.savepoint(), client.cookies.copy()
    try:
        return client.generic(method, url, headers={"Accept": "text/html"})
    finally:
        client.cookies = cookies
        transaction.savepoint_rollback(marked)


def _word(response: HttpResponse) -> str:
    where = response.get("Location", "")
    if response.status_code == 401 or where.startswith("/dang-nhap/"):
        return "sign-in"
    if where.startswith("/vi-tri/?") or where == "/vi-tri/":
        return "no post"
    return {403: "refused", 404: "not found", 405: "no such method"}.get(
        response.status_code, "open"
    )
