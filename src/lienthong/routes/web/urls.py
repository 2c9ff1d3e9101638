"""Addresses of the pages of routes."""

from django.urls import path

from lienthong.routes.web import letters, pages

app_name = "routes"
urlpatterns = [
    path("tuyen/", pages.index, name="list"),
    path("tuyen/them/", pages.add, name="add"),
    path("tuyen/<uuid:route_id>/", pages.one, name="one"),
    path("tuyen/<uuid:route_id>/sua/", pages.change, name="change"),
    path("tuyen/<uuid:route_id>/giao-lai/", pages.hand_over, name="hand-over"),
    path("tuyen/<uuid:route_id>/hop-thu/", pages.mailbox, name="mailbox"),
    path("thu/<uuid:delivery_id>/<str:seal>/", letters.letter, name="letter"),
    path("tuyen/<uuid:route_id>/lam/", pages.act, name="act"),
]
