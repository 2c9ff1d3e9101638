"""The ids that senders give their documents are taken apart where they have parts."""

from datetime import date

import pytest

from lienthong.formats.edxml.identity import DocumentIdentity, read_document_id

ID = "000.00.01.H19,2024/05/20,12/MAU-VP"


def test_an_id_of_three_parts_is_taken_apart_and_written_again():
    parts = read_document_id(ID)

    assert parts == DocumentIdentity("000.00.01.H19", date(2024, 5, 20), "12/MAU-VP")
    assert parts.document_id == ID


def test_both_forms_of_the_date_name_the_same_document():
    other = "000.00.01.H19,2024-05-20,12/MAU-VP"

    assert read_document_id(other) == read_document_id(ID)
    assert read_document_id(ID).spellings == (ID, other)


def test_a_number_may_hold_commas():
    assert read_document_id("H19,2024/05/20,12,a/MAU").code == "12,a/MAU"


@pytest.mark.parametrize(
    "text",
    ["", "6f1e0c5a-c876-49a0-9c99-b710d1642a5d", "H19,2024/05/20", "H19,x,1", ",2024/05/20,1"],
)
def test_an_id_of_another_form_stays_whole(text):
    assert read_document_id(text) is None
