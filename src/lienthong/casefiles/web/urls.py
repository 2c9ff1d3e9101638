"""Addresses of case files."""

from django.urls import path

from lienthong.casefiles.web import (
    deposits,
    files,
    listing,
    one,
    printing,
    printing_deposits,
    printing_year,
    putting,
)

app_name = "casefiles"
urlpatterns = [
    path("ho-so/", listing.listing, name="list"),
    path("ho-so/moi/", files.new, name="new"),
    path("ho-so/chep-danh-muc/", listing.copy_list, name="copy-list"),
    path("ho-so/danh-muc/<int:year>.pdf", printing_year.year_pdf, name="year-pdf"),
    path("ho-so/danh-muc/<int:year>.xlsx", printing_year.year_xlsx, name="year-xlsx"),
    path("ho-so/nop-luu/", deposits.deposits, name="deposits"),
    path("ho-so/nop-luu/moi/", deposits.offer, name="offer"),
    path("ho-so/nop-luu/<uuid:deposit_id>/", deposits.deposit, name="deposit"),
    path("ho-so/nop-luu/<uuid:deposit_id>/nhan/", deposits.take_over, name="take-over"),
    path("ho-so/nop-luu/<uuid:deposit_id>/chua-nhan/", deposits.refuse, name="refuse"),
    path("ho-so/nop-luu/<uuid:deposit_id>/rut/", deposits.take_back, name="take-back"),
    path(
        "ho-so/nop-luu/<uuid:deposit_id>/bien-ban.pdf",
        printing_deposits.minutes_pdf,
        name="minutes-pdf",
    ),
    path(
        "ho-so/nop-luu/<uuid:deposit_id>/muc-luc.pdf",
        printing_deposits.files_pdf,
        name="deposit-list-pdf",
    ),
    path("ho-so/<uuid:case_file_id>/", one.one, name="one"),
    path("ho-so/<uuid:case_file_id>/sua/", files.change, name="change"),
    path("ho-so/<uuid:case_file_id>/bo/", files.strike, name="strike"),
    path("ho-so/<uuid:case_file_id>/mo/", one.begin, name="open"),
    path("ho-so/<uuid:case_file_id>/dua-vao/", putting.put, name="put"),
    path("ho-so/<uuid:case_file_id>/dua-ra/", putting.take_out, name="take-out"),
    path("ho-so/<uuid:case_file_id>/ket-thuc/", one.close, name="close"),
    path("ho-so/<uuid:case_file_id>/mo-lai/", one.reopen, name="reopen"),
    path("ho-so/<uuid:case_file_id>/giu-lai/", one.keep_back, name="keep-back"),
    path("ho-so/<uuid:case_file_id>/muc-luc.pdf", printing.list_pdf, name="list-pdf"),
    path("ho-so/<uuid:case_file_id>/muc-luc.xlsx", printing.list_xlsx, name="list-xlsx"),
    path("van-ban/<uuid:version_id>/ho-so/", putting.put_document, name="put-document"),
]
