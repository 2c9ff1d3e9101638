"""What taking a document in may cost: statements, flushes, copies; never seconds.

How often signatures are verified is counted in test_checked_later.
"""

import pytest
from django.db import connection
from tests.gateways.calls import Caller, a_caller, a_signed_pdf, an_agency

from lienthong.blobs import files
from lienthong.kernel import disk

pytestmark = pytest.mark.django_db
# Of upload and submission together, without those that begin and end a transaction: for an agency
# whose books are elsewhere, and for one that has them here; and of one request that brings both.
ELSEWHERE, HERE, IN_ONE = 40, 47, 31
# Of the database on SQLite, pages and all: a document to five, and each further recipient.
BYTES, BYTES_A_RECIPIENT = 14_000, 1_430


def agencies(count: int) -> list[dict[str, str]]:
    return [{"agency": an_agency(f"Sở {number}").code} for number in range(count)]


def sent(
    sender: Caller,
    *,
    recipients: int = 0,
    to: list[dict[str, str]] | None = None,
    in_one: bool = False,
) -> list[str]:
    """Upload and submit a document; return the statements of both, but not of transactions."""
    ends = ("BEGIN", "SAVEPOINT", "RELEASE")
    all_of_them = _all_sent(sender, recipients=recipients, to=to, in_one=in_one)
    return [sql for sql in all_of_them if not sql.startswith(ends)]


def _all_sent(
    sender: Caller, *, recipients: int, to: list[dict[str, str]] | None, in_one: bool
) -> list[str]:
    to = to or agencies(recipients)
    document, content = sender.document(content={}, recipients=to), a_signed_pdf()
    statements: list[str] = []

    def note(execute, sql, *rest):
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        if in_one:
            document["content"] = {"part": "content", "name": "a.pdf"}
            answer = sender.submit_whole(document, ("content", content))
        else:
            document["content"] = {"upload": sender.upload(content)}
            answer = sender.post("/documents", document)
    assert answer.status_code == 201, answer.json()
    return statements


@pytest.mark.parametrize(("books_here", "most"), [(False, ELSEWHERE), (True, HERE)])
def test_a_document_costs_a_bounded_number_of_statements(books_here, most):
    sender = a_caller("Sở Tư pháp", books_here=books_here)
    sent(sender, recipients=1)
    statements = sent(sender, recipients=5)
    assert len(statements) <= most, "\n".join(statements)


def test_a_document_that_brings_its_file_costs_fewer_statements():
    sender = a_caller("Sở Tư pháp")
    sent(sender, recipients=1, in_one=True)
    statements = sent(sender, recipients=5, in_one=True)
    assert len(statements) <= IN_ONE, "\n".join(statements)


@pytest.mark.django_db(transaction=True)
def test_a_document_is_one_transaction_without_points_to_come_back_to():
    sender = a_caller("Sở Tư pháp")
    statements = _all_sent(sender, recipients=2, to=None, in_one=True)
    assert not [sql for sql in statements if "SAVEPOINT" in sql]


def test_neither_200_recipients_nor_a_stock_cost_more_statements():
    sender = a_caller("Sở Tư pháp")
    sent(sender, recipients=1)
    few = len(sent(sender, recipients=2))
    assert len(sent(sender, recipients=200)) == few
    assert len(sent(sender, recipients=2)) == few


def test_no_question_of_a_submission_is_asked_twice():
    """Cards are passed along; a second look is only taken to lock what is changed then."""
    sender = a_caller("Sở Tư pháp")
    sent(sender, recipients=1)
    asked = [sql for sql in sent(sender, recipients=5) if sql.startswith("SELECT")]
    doubled = {sql.removesuffix(" FOR UPDATE") for sql in asked if asked.count(sql) > 1}
    for sql in doubled:
        # Once a request: who calls. Locked before its admission: the upload.
        assert '"systems_key"' in sql or '"blobs_upload"' in sql, sql


def test_one_copy_is_written_and_three_flushes_make_its_file_durable():
    sender = a_caller("Sở Tư pháp")
    sent(sender, recipients=1)
    copies, flushes = files.counters.copies, disk.counters.flushes
    sent(sender, recipients=20)
    assert files.counters.copies - copies == 1
    # The file, its name in quarantine, and its name among the contents.
    assert disk.counters.flushes - flushes <= 3


@pytest.mark.once
@pytest.mark.skipif(connection.vendor != "sqlite", reason="counted in the pages of SQLite")
def test_rows_and_indexes_of_a_document_take_no_more_room_than_measured():
    sender, many = a_caller("Sở Tư pháp"), agencies(200)
    sent(sender, to=many[:5])
    before = _pages()
    for _document in range(16):
        sent(sender, to=many[:5])
    to_five = (_pages() - before) / 16
    before = _pages()
    sent(sender, to=many)
    assert to_five <= BYTES
    assert (_pages() - before - to_five) / 195 <= BYTES_A_RECIPIENT


def _pages() -> int:
    """What the database takes, with what its free pages hold left out."""
    with connection.cursor() as cursor:
        sizes = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        ]
    return (sizes[0] - sizes[1]) * sizes[2]
