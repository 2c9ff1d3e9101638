"""Addresses of the gallery; `config` includes them only where DEBUG is on."""

from django.urls import path

from lienthong.webkit.web import gallery

app_name = "gallery"
urlpatterns = [
    path("", gallery.parts, name="parts"),
    path("van-ban/", gallery.document, name="document"),
    path("gui/", gallery.send, name="send"),
    path("dang-nhap/", gallery.plain, name="plain"),
    path("mau.pdf", gallery.sample_pdf, name="pdf"),
    path("co-quan/", gallery.agencies, name="agencies"),
    path("tu-choi/", gallery.refuse, name="refuse"),
]
