"""Addresses of everybody's pages; mounted once in Vietnamese and once in English."""

from django.urls import path

from lienthong.portal.web import checking, feeds, one, published

app_name = "public"
urlpatterns = [
    path("", published.published, name="list"),
    path("danh-sach.json", feeds.as_json, name="list-json"),
    path("moi.atom", feeds.as_feed, name="feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", feeds.sitemap_part, name="sitemap-part"),
    path("kiem-tra/", checking.check, name="check"),
    path("<uuid:public_id>/", one.one, name="one"),
    path("<uuid:public_id>.json", feeds.one_as_json, name="one-json"),
    path("<uuid:public_id>/tep/<int:ordinal>/<int:position>/", one.file, name="file"),
]
