"""Addresses of the pages of the agency that clears documents."""

from django.urls import path

from lienthong.portal.web import clearing

app_name = "portal"
urlpatterns = [
    path("van-ban/<uuid:version_id>/cong-khai/", clearing.clear, name="clear"),
    path("van-ban/<uuid:version_id>/cong-khai/khong/", clearing.decline, name="decline"),
    path("van-ban/<uuid:version_id>/cong-khai/go/", clearing.take_down, name="take-down"),
]
