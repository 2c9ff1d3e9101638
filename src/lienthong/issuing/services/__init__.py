"""Every write of issuing, one act a file."""

from lienthong.issuing.services.change_document import (
    change_document,
    check_change,
    issued_by_number,
    replace_by_issued,
    require_changeable,
)
from lienthong.issuing.services.check_before_sending import check_before_sending
from lienthong.issuing.services.commenting.ask_comments import ask_comments, take_back_comments
from lienthong.issuing.services.commenting.give_comment import give_comment
from lienthong.issuing.services.commenting.treat_comment import treat_comment
from lienthong.issuing.services.consulting.note_agency_comment import note_agency_comment
from lienthong.issuing.services.consulting.start_consultation import start_consultation
from lienthong.issuing.services.copying.agree_copy import agree_copy
from lienthong.issuing.services.copying.ask_copy import ask_copy
from lienthong.issuing.services.copying.finish_on_paper import finish_on_paper
from lienthong.issuing.services.drafting.create_draft import create_draft
from lienthong.issuing.services.drafting.edit_draft import edit_draft
from lienthong.issuing.services.drafting.give_back_drafts import give_back_drafts
from lienthong.issuing.services.drafting.receive_file import receive_attachment, receive_file
from lienthong.issuing.services.drafting.submit_draft import return_draft, submit_draft
from lienthong.issuing.services.drafting.withdraw_draft import withdraw_draft
from lienthong.issuing.services.follow_directory import hand_on_drafts
from lienthong.issuing.services.issue_at_once import issue_at_once, sign_with_kept_key
from lienthong.issuing.services.issue_document import issue_document
from lienthong.issuing.services.number_draft import number_draft, void_draft_number
from lienthong.issuing.services.send_document import send_document
from lienthong.issuing.services.signing.seal_attachments import seal_attachments
from lienthong.issuing.services.signing.seal_draft import complete_seal, prepare_seal
from lienthong.issuing.services.signing.sign_draft import complete_signing, prepare_signing
from lienthong.issuing.services.signing.sign_elsewhere import (
    bring_sealed,
    bring_signed,
    give_out_to_seal,
    give_out_to_sign,
)

__all__ = [
    "agree_copy",
    "ask_comments",
    "ask_copy",
    "bring_sealed",
    "bring_signed",
    "change_document",
    "check_before_sending",
    "check_change",
    "complete_seal",
    "complete_signing",
    "create_draft",
    "edit_draft",
    "finish_on_paper",
    "give_back_drafts",
    "give_comment",
    "give_out_to_seal",
    "give_out_to_sign",
    "hand_on_drafts",
    "issue_at_once",
    "issue_document",
    "issued_by_number",
    "note_agency_comment",
    "number_draft",
    "prepare_seal",
    "prepare_signing",
    "receive_attachment",
    "receive_file",
    "replace_by_issued",
    "require_changeable",
    "return_draft",
    "seal_attachments",
    "send_document",
    "sign_with_kept_key",
    "start_consultation",
    "submit_draft",
    "take_back_comments",
    "treat_comment",
    "void_draft_number",
    "withdraw_draft",
]
