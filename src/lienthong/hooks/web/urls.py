"""Addresses of hooks; a dash is no system's name, so these meet none of theirs."""

from django.urls import path

from lienthong.hooks.web import pages

app_name = "hooks"
urlpatterns = [
    path("he-thong/-/bao-tin/", pages.index, name="list"),
    path("he-thong/-/bao-tin/<uuid:hook_id>/", pages.one, name="one"),
    path("he-thong/-/bao-tin/<uuid:hook_id>/lam/", pages.act, name="act"),
    path("he-thong/-/bao-tin/<uuid:hook_id>/mang/", pages.networks, name="networks"),
    path("he-thong-cua-co-quan/-/bao-tin/", pages.ours, name="ours"),
]
