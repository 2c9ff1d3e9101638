"""Addresses of the operator's page."""

from django.urls import path

from lienthong.operation.web import pages

app_name = "operation"
urlpatterns = [
    path("van-hanh/", pages.watch, name="watch"),
    path("van-hanh/cong-viec/<uuid:job_id>/chay-lai/", pages.retry, name="retry"),
    path("van-hanh/cong-viec/<uuid:job_id>/bo/", pages.drop, name="drop"),
]
