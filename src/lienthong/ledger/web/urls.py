"""Addresses of the ledger's public page."""

from django.urls import path

from lienthong.ledger.web import views

app_name = "ledger"
urlpatterns = [
    path("so-cai/", views.ledger, name="ledger"),
    path("so-cai/khoa-cong-khai.pem", views.public_key, name="public-key"),
    path("so-cai/dau-so-<int:epoch>-<int:size>.json", views.head, name="head"),
    path("so-cai/dau-so-<int:epoch>-<int:size>.tst", views.stamp, name="stamp"),
]
