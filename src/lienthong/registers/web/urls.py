"""Addresses of the books and of the work on what arrived."""

from django.urls import path

from lienthong.registers.web import (
    acts,
    awaiting,
    books,
    incoming,
    instruct,
    printing,
    received_acts,
    received_files,
    receiving,
    urging,
    ways,
)

app_name = "registers"
urlpatterns = [
    path("van-ban-den/", incoming.incoming, name="incoming"),
    path("van-ban-den/cho-tiep-nhan/", awaiting.awaiting, name="awaiting"),
    path("van-ban-den/vao-so/", receiving.receive, name="receive"),
    path("van-ban-den/vao-so/tep/", receiving.receive_file, name="receive-file"),
    path(
        "van-ban-den/vao-so/tep/<uuid:upload_id>/", received_files.waiting_file, name="waiting-file"
    ),
    path("van-ban-den/vao-so/kiem-tra/", receiving.check, name="receive-check"),
    path("van-ban-den/vao-so/tac-gia/", receiving.authors, name="receive-authors"),
    path("muc/<uuid:entry_id>/ban-quet/", received_acts.add_scan, name="add-scan"),
    path("muc/<uuid:entry_id>/huy-so/", received_acts.void, name="void"),
    path("van-ban-den/tai-ve.xlsx", incoming.download, name="download"),
    path("chuyen-phat/<uuid:delivery_id>/", ways.delivery, name="delivery"),
    path("chuyen-phat/<uuid:delivery_id>/tiep-nhan/", acts.accept, name="accept"),
    path("chuyen-phat/<uuid:delivery_id>/tu-choi/", acts.refuse, name="refuse"),
    path("muc/<uuid:entry_id>/", ways.entry, name="entry"),
    path("muc/<uuid:entry_id>/chi-dao/", instruct.instruct, name="instruct"),
    path("muc/<uuid:entry_id>/nhac/", urging.urge, name="urge"),
    path("co-quan/<uuid:agency_id>/nhac-xu-ly/", urging.urge_agency, name="urge-agency"),
    path("chi-dao/", instruct.walk, name="walk"),
    path("viec/<uuid:assignment_id>/bat-dau/", acts.start, name="start"),
    path("viec/<uuid:assignment_id>/hoan-thanh/", acts.finish, name="finish"),
    path("so/", books.books, name="books"),
    path("so/<uuid:book_id>/", books.book, name="book"),
    path("so/<uuid:book_id>/in/", printing.book_print, name="book-print"),
    path(
        "so/<uuid:book_id>/in/<uuid:print_id>.pdf", printing.book_print_pdf, name="book-print-pdf"
    ),
    path("so/<uuid:book_id>/in.pdf", printing.book_pdf, name="book-pdf"),
]
