"""Addresses of connected systems; for operators, and for the heads of agencies."""

from django.urls import path

from lienthong.systems.web import keys, ours, pages

app_name = "systems"
urlpatterns = [
    path("he-thong-cua-co-quan/", ours.ours, name="ours"),
    path("he-thong-cua-co-quan/de-nghi/<uuid:request_id>/", ours.asked, name="asked"),
    path("he-thong-cua-co-quan/de-nghi/<uuid:request_id>/tra-loi/", ours.answer, name="answer"),
    path("he-thong-cua-co-quan/<str:slug>/thoi/", ours.end, name="end"),
    path("he-thong/", pages.index, name="list"),
    path("he-thong/them/", pages.add, name="add"),
    path("he-thong/<str:slug>/", pages.one, name="one"),
    path("he-thong/<str:slug>/sua/", pages.change, name="change"),
    path("he-thong/<str:slug>/co-quan/", pages.agencies, name="agencies"),
    path("he-thong/<str:slug>/ma-duoc-giao/", pages.delegations, name="delegations"),
    path("he-thong/<str:slug>/trang-thai/", pages.turn, name="turn"),
    path("he-thong/<str:slug>/khoa/", keys.make, name="make-key"),
    path("he-thong/<str:slug>/khoa/<str:key_id>/thay/", keys.rotate, name="rotate-key"),
    path("he-thong/<str:slug>/khoa/<str:key_id>/thu-hoi/", keys.revoke, name="revoke-key"),
]
