"""Addresses of the pages that span packages."""

from django.urls import path

from lienthong.desk.web import (
    content,
    copies,
    document,
    glass,
    help_pages,
    home,
    notices,
    readers,
    receipts,
    search,
    specimens,
)

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("tra-cuu/", search.search, name="search"),
    path("thong-bao/", notices.notices, name="notices"),
    path("thong-bao/<uuid:notice_id>/", notices.notice, name="notice"),
    path("tro-giup/", help_pages.index, name="help"),
    path("tro-giup/<slug:slug>/", help_pages.topic, name="help-topic"),
    path("van-ban/<uuid:version_id>/", document.document, name="document"),
    path("van-ban/<uuid:version_id>/ai-da-xem/", readers.readers, name="readers"),
    path("mau-dau-chu-ky/", specimens.specimens, name="specimens"),
    path("mau-dau-chu-ky/gioi-thieu/", specimens.introduce, name="introduce-specimen"),
    path("mau-dau-chu-ky/<uuid:specimen_id>/", specimens.specimen, name="specimen"),
    path("mau-dau-chu-ky/<uuid:specimen_id>/hinh.png", specimens.picture, name="specimen-picture"),
    path("mau-dau-chu-ky/<uuid:specimen_id>/thoi/", specimens.end, name="end-specimen"),
    path("pha-kinh/de-nghi/", glass.ask, name="ask-glass"),
    path("tep/<uuid:version_id>/", content.content, name="content"),
    path("tep/<uuid:version_id>/ban-in/", copies.copy_with_box, name="copy-with-box"),
    path("tep/<uuid:version_id>/phu-luc/<int:position>/", content.attachment, name="attachment"),
    path("bien-nhan/<uuid:record_id>/", receipts.receipt, name="receipt"),
    path("bien-nhan/<uuid:record_id>.json", receipts.as_json, name="receipt-json"),
    path("bien-nhan/<uuid:record_id>.pdf", receipts.as_pdf, name="receipt-pdf"),
    path("bien-nhan/<uuid:record_id>.asice", receipts.as_bundle, name="receipt-bundle"),
    path("bien-nhan/<uuid:record_id>/<uuid:item>/", receipts.receipt, name="receipt-item"),
    path("bien-nhan/<uuid:record_id>/<uuid:item>.json", receipts.as_json, name="receipt-item-json"),
    path("bien-nhan/<uuid:record_id>/<uuid:item>.pdf", receipts.as_pdf, name="receipt-item-pdf"),
    path(
        "bien-nhan/<uuid:record_id>/<uuid:item>.asice",
        receipts.as_bundle,
        name="receipt-item-bundle",
    ),
]
