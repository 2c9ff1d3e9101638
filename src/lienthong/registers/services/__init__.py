"""Every write of the books and of the work on what arrived, one act a file."""

from lienthong.registers.services.arriving._received_files import look_at_file
from lienthong.registers.services.arriving.accept_delivery import accept_delivery
from lienthong.registers.services.arriving.add_scan import add_scan
from lienthong.registers.services.arriving.await_here import await_here
from lienthong.registers.services.arriving.enter_received import enter_received
from lienthong.registers.services.arriving.follow_change import (
    follow_change_answer,
    follow_change_request,
)
from lienthong.registers.services.arriving.follow_exchange import (
    await_acceptance,
    settle_acceptance,
    tell_senders,
)
from lienthong.registers.services.arriving.refuse_delivery import refuse_delivery
from lienthong.registers.services.arriving.tell_invalid import tell_invalid
from lienthong.registers.services.arriving.void_received import void_received
from lienthong.registers.services.books.enter_sent import enter_sent
from lienthong.registers.services.books.index_stock import index_stock
from lienthong.registers.services.books.print_book import (
    AT_ONCE,
    ask_book_print,
    end_book_prints,
    make_book_print,
    print_small_book,
)
from lienthong.registers.services.books.take_number import enter_issued, list_given, take_number
from lienthong.registers.services.books.void_number import void_number
from lienthong.registers.services.handling.finish_work import finish_work
from lienthong.registers.services.handling.follow_directory import hand_on_work
from lienthong.registers.services.handling.give_back_work import give_back_work
from lienthong.registers.services.handling.give_instruction import give_instruction
from lienthong.registers.services.handling.start_work import start_work
from lienthong.registers.services.handling.tell_urged import tell_urged
from lienthong.registers.services.handling.urge_work import urge_agency_work, urge_officers

__all__ = [
    "AT_ONCE",
    "accept_delivery",
    "add_scan",
    "ask_book_print",
    "await_acceptance",
    "await_here",
    "end_book_prints",
    "enter_issued",
    "enter_received",
    "enter_sent",
    "finish_work",
    "follow_change_answer",
    "follow_change_request",
    "give_back_work",
    "give_instruction",
    "hand_on_work",
    "index_stock",
    "list_given",
    "look_at_file",
    "make_book_print",
    "print_small_book",
    "refuse_delivery",
    "settle_acceptance",
    "start_work",
    "take_number",
    "tell_invalid",
    "tell_senders",
    "tell_urged",
    "urge_agency_work",
    "urge_officers",
    "void_number",
    "void_received",
]
