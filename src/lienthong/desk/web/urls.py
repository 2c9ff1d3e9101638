"""Addresses of the pages that span packages."""

from django.urls import path

from lienthong.desk.web import content, document, home, notices, receipts, search

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("tra-cuu/", search.search, name="search"),
    path("thong-bao/", notices.notices, name="notices"),
    path("van-ban/<uuid:version_id>/", document.document, name="document"),
    path("tep/<uuid:version_id>/", content.content, name="content"),
    path("tep/<uuid:version_id>/phu-luc/<int:position>/", content.attachment, name="attachment"),
    path("bien-nhan/<uuid:record_id>/", receipts.receipt, name="receipt"),
    path("bien-nhan/<uuid:record_id>.json", receipts.as_json, name="receipt-json"),
    path("bien-nhan/<uuid:record_id>.pdf", receipts.as_pdf, name="receipt-pdf"),
    path("bien-nhan/<uuid:record_id>/<uuid:item>/", receipts.receipt, name="receipt-item"),
    path("bien-nhan/<uuid:record_id>/<uuid:item>.json", receipts.as_json, name="receipt-item-json"),
    path("bien-nhan/<uuid:record_id>/<uuid:item>.pdf", receipts.as_pdf, name="receipt-item-pdf"),
]
