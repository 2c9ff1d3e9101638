"""Every write of case files."""

from lienthong.casefiles.services.close_file import close_file, reopen_file
from lienthong.casefiles.services.deposit_files import (
    offer_files,
    refuse_deposit,
    take_back_deposit,
    take_over_deposit,
)
from lienthong.casefiles.services.file_documents import file_document, take_document_out
from lienthong.casefiles.services.follow_directory import hand_on_files
from lienthong.casefiles.services.give_back_files import give_back_files
from lienthong.casefiles.services.keep_back import keep_back
from lienthong.casefiles.services.keep_list import (
    change_file,
    copy_list,
    new_file,
    open_file,
    strike_from_list,
)
from lienthong.casefiles.services.remind import remind_of_deposits

__all__ = [
    "change_file",
    "close_file",
    "copy_list",
    "file_document",
    "give_back_files",
    "hand_on_files",
    "keep_back",
    "new_file",
    "offer_files",
    "open_file",
    "refuse_deposit",
    "remind_of_deposits",
    "reopen_file",
    "strike_from_list",
    "take_back_deposit",
    "take_document_out",
    "take_over_deposit",
]
