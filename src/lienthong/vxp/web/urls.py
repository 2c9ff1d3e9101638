"""Addresses of the interface's pages; for operators, and for the heads of agencies."""

from django.urls import path

from lienthong.vxp.web import pages, requests

app_name = "vxp"
urlpatterns = [
    path("he-thong/<str:slug>/nhat-ky-vxp/", pages.traffic, name="traffic"),
    path("he-thong-cua-co-quan/<str:slug>/nhat-ky-vxp/", pages.our_traffic, name="our-traffic"),
    path("khai-bao-don-vi/", requests.index, name="requests"),
    path("khai-bao-don-vi/<uuid:request_id>/", requests.one, name="request"),
    path("khai-bao-don-vi/<uuid:request_id>/tra-loi/", requests.answer, name="answer-request"),
]
