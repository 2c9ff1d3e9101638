"""Addresses of what goes on inside an agency."""

from django.urls import path

from lienthong.inside.web import ending, giving, listing

app_name = "inside"
urlpatterns = [
    path("noi-bo/", listing.listing, name="list"),
    path("noi-bo/<uuid:unit_delivery_id>/xong/", ending.finish, name="finish"),
    path("noi-bo/<uuid:unit_delivery_id>/thu-lai/", ending.withdraw, name="withdraw"),
    path("van-ban/<uuid:version_id>/noi-bo/", giving.give, name="give"),
]
