"""Every page as everybody: what is open to whom stands in docs/reference/rights-of-pages.md.

A new page needs a row there, one for each method that it takes.
"""

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.access.rights_table import NO_ROW, POSTLESS, Row, rows
from tests.access.walk_world import ACTORS, NOTHING, Address, World, addresses, the_world

WHOLE_SITE = True
# Pages without sign-in that may have nothing to show.
PUBLIC = {
    *("access:password-link", "access:unknown-subject"),
    *("openid_connect_login", "openid_connect_callback"),
    *("ledger:head", "ledger:stamp", "witnesses:cosignature", "api:api-root", "api:latest_head"),
    *("statistics:public-month", "api:province_figures", "routes:letter"),
    *("public:file", "public:one", "public:one-json"),
    *("public-en:file", "public-en:one", "public-en:one-json"),
}
# What "the others get" may say, and the answers that it stands for.
CLOSED = {
    "refused": {"refused"},
    "not found": {"not found"},
    "refused or not found": {"refused", "not found"},
    "sign-in": {"sign-in"},
    "—": set(),
}
# Who stands for all where everybody gets the same.
FEW = ("clerk", "operator", "stranger", "system")
# A closed door is told in a line: the page that says so costs more than finding it closed.
SHORT = "application/problem+json"
SYSTEMS = ("system", "other-system")
# Where people with a session are strangers: the interface for systems.
OF_SYSTEMS = ("clerk", "stranger", *SYSTEMS)


def test_every_row_says_something_that_the_walk_can_check():
    wrong = [row for row in rows() if not row.open_to <= set(ACTORS) or row.others not in CLOSED]
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


@pytest.mark.slow
@pytest.mark.django_db
def test_every_page_opens_to_those_of_the_table_and_to_nobody_else():
    """On SQLite everybody tries everything; on PostgreSQL each page is asked once by its people.

    So each statement of a page meets PostgreSQL here, and the tests of single pages need not.
    """
    world = the_world()
    by_name = {one.name: one for one in addresses()}
    wrong = []
    for row in rows():
        url = _url(by_name[row.name], row, world)
        for who in _asked(row) if connection.vendor == "sqlite" else _first(row):
            found = answer_of(world.clients[who], row.method, url, row.facts)
            if found not in _expected(row, who):
                wrong.append(f"{row.name} {row.method} {who}: {found}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.once
def test_a_method_without_a_row_is_taken_by_no_page():
    world = the_world()
    told = {(row.name, row.method) for row in rows()}
    taken = []
    for one in addresses():
        row = next((row for row in rows() if row.name == one.name), NO_ROW)
        for method in ("GET", "POST", "DELETE"):
            if (one.name, method) not in told:
                answer = _sent(world.clients["clerk"], method, _url(one, row, world))
                if answer.status_code < 300 and not one.name.startswith("api:openapi"):
                    taken.append(f"{one.name} {method}: {answer.status_code}")
    assert not taken


def _asked(row: Row) -> tuple[str, ...]:
    if row.open_to in (frozenset(), frozenset(ACTORS)):
        return FEW
    return OF_SYSTEMS if row.name.startswith("api:") else ACTORS


def _first(row: Row) -> list[str]:
    """Who of those to whom it is open comes first in the table's words, or anybody."""
    return [who for who in _asked(row) if who in row.open_to][:1] or ["clerk"]


def _expected(row: Row, who: str) -> set[str]:
    if who in row.open_to:
        return {"open"}
    if who == "stranger":
        return {"sign-in"} | (CLOSED[row.others] if row.name in PUBLIC else set())
    if who in POSTLESS:
        return {"no post"} | CLOSED[row.others]
    if row.name.startswith("api:") and who not in SYSTEMS:
        return {"sign-in"} | (CLOSED[row.others] if row.name in PUBLIC else set())
    if who in SYSTEMS and not row.name.startswith("api:"):
        return {"sign-in"} | (CLOSED[row.others] if row.name in PUBLIC else set())
    return CLOSED[row.others]


def _url(address: Address, row: Row, world: World) -> str:
    """The address with the objects of the world, or those that the row names."""
    facts = {
        name: row.facts.get(name) or world.objects.get(name) or NOTHING.get(converter, "khong-co")
        for name, converter in address.arguments
    }
    return reverse(address.name, kwargs=facts)


def answer_of(client: Client, method: str, url: str, facts: dict[str, str] | None = None) -> str:
    """Send one request and undo it; say in a word what it met."""
    return _word(_sent(client, method, url, facts, accept=SHORT))


def _sent(
    client: Client,
    method: str,
    url: str,
    facts: dict[str, str] | None = None,
    *,
    accept: str = "text/html",
) -> HttpResponse:
    marked, cookies = transaction.savepoint(), client.cookies.copy()
    try:
        if method == "POST" and facts:
            return client.post(url, facts, headers={"Accept": accept})
        return client.generic(method, url, headers={"Accept": accept})
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
