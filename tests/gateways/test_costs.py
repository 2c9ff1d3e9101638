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
# whose books are elsewhere, and for one that has them here.
ELSEWHERE, HERE = 41, 50
# SQLite takes some sixty rows of the widest table in one statement; PostgreSQL takes them all.
MORE_FOR_200 = {"sqlite": 14, "postgresql": 0}


def sent(sender: Caller, *, recipients: int) -> list[str]:
    """Upload and submit a document; return the statements that both took."""
    to = [{"agency": an_agency(f"Sở {number}").code} for number in range(recipients)]
    document, content = sender.document(content={}, recipients=to), a_signed_pdf()
    statements: list[str] = []

    def note(execute, sql, *rest):
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        document["content"] = {"upload": sender.upload(content)}
        answer = sender.post("/documents", document)
    assert answer.status_code == 201, answer.json()
    ends = ("BEGIN", "SAVEPOINT", "RELEASE")
    return [sql for sql in statements if not sql.startswith(ends)]


@pytest.mark.parametrize(("books_here", "most"), [(False, ELSEWHERE), (True, HERE)])
def test_a_document_costs_a_bounded_number_of_statements(books_here, most):
    sender = a_caller("Sở Tư pháp", books_here=books_here)
    sent(sender, recipients=1)
    statements = sent(sender, recipients=5)
    assert len(statements) <= most, "\n".join(statements)


def test_neither_200_recipients_nor_a_stock_cost_more_statements():
    sender = a_caller("Sở Tư pháp")
    sent(sender, recipients=1)
    few = len(sent(sender, recipients=2))
    assert len(sent(sender, recipients=200)) - few <= MORE_FOR_200[connection.vendor]
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


def test_one_copy_is_written_and_two_flushes_make_its_file_durable():
    sender = a_caller("Sở Tư pháp")
    sent(sender, recipients=1)
    copies, flushes = files.counters.copies, disk.counters.flushes
    sent(sender, recipients=20)
    assert files.counters.copies - copies == 1
    # The file and its folder.
    assert disk.counters.flushes - flushes <= 2
