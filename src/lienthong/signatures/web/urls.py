"""Addresses of certificates: whom the installation trusts, and what an agency signs with."""

from django.urls import path

from lienthong.signatures.web import holdings, trust

app_name = "signatures"
urlpatterns = [
    path("to-chuc-duoc-tin/", trust.issuers, name="trust"),
    path("chung-thu/", holdings.holdings, name="holdings"),
    path("chung-thu/them/", holdings.enter, name="enter-certificate"),
    path("chung-thu/mau/", holdings.introduce, name="introduce-mark"),
    path("chung-thu/<uuid:certificate_id>/thoi/", holdings.end, name="end-certificate"),
]
