"""Addresses of the gallery; `config` includes them only where DEBUG is on."""

from django.contrib.auth.decorators import login_not_required as public
from django.urls import path

from lienthong.webkit.web import gallery

app_name = "gallery"
urlpatterns = [
    path("", public(gallery.parts), name="parts"),
    path("van-ban/", public(gallery.document), name="document"),
    path("gui/", public(gallery.send), name="send"),
    path("dang-nhap/", public(gallery.plain), name="plain"),
    path("mau.pdf", public(gallery.sample_pdf), name="pdf"),
    path("co-quan/", public(gallery.agencies), name="agencies"),
    path("tu-choi/", public(gallery.refuse), name="refuse"),
]
