"""Addresses of the pages of witnesses."""

from django.urls import path

from lienthong.witnesses.web import views

app_name = "witnesses"
urlpatterns = [
    path("so-cai/lam-chung/", views.public, name="public"),
    path(
        "so-cai/lam-chung/<str:witness>-<int:epoch>-<int:size>.json",
        views.cosignature,
        name="cosignature",
    ),
    path("van-hanh/lam-chung/", views.report, name="report"),
    path("van-hanh/lam-chung/<uuid:contradiction_id>.json", views.evidence, name="evidence"),
]
