"""What a repeated key is compared by: kept for ever, so it never changes."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from lienthong.documents.types import RecipientRole
from lienthong.exchange.types import ChangeKind
from lienthong.gateways.types import Answered, Changing, FileRef, NewDocument, NewRecipient

FULL = NewDocument(
    kind="cong-van",
    number=3,
    notation="STP-VP",
    issued_on=date(2026, 1, 2),
    subject="V/v đo",
    content=FileRef(upload_id=UUID(int=7), name="a.pdf"),
    recipients=(NewRecipient("H19.1"), NewRecipient("H19.2", RecipientRole.REPORT)),
    due_on=date(2026, 2, 2),
    attachments=(FileRef(digest="aa", name="b"),),
    answers=Answered(document_id=UUID(int=9), issued_on=date(2025, 1, 1)),
)


def test_A10_the_digest_of_a_document_is_the_one_that_was_kept_with_its_key():
    plain = replace(FULL, answers=None, attachments=(), due_on=None)
    changing = Changing(ChangeKind.UPDATE, Answered(foreign_id="x"), "vì")
    update = replace(FULL, change=changing)
    assert [one.digest() for one in (FULL, update, plain)] == [
        "56cdf7fc92f43b58028c0a44988813884ffea7c70053278ebfb0a3d5531b6216",
        "3f212a271a4fcf549b9338f4bfdfef4820760e2fe8871c28145e446e20a0d81e",
        "ad2307c0004637939b754f0c47694436f3d2bb536262510b42a1154a489de063",
    ]


def test_the_part_by_which_a_file_came_along_is_no_matter_of_the_document():
    assert replace(FULL, content=replace(FULL.content, part="f")).digest() == FULL.digest()
