"""Addresses of sign-in; the names are those that allauth asks for."""

from django.urls import path

from lienthong.access.web import views

urlpatterns = [
    path("dang-nhap/", views.SignIn.as_view(), name="account_login"),
    path("dang-xuat/", views.sign_out, name="account_logout"),
    path("vi-tri/", views.choose_post, name="account_posts"),
]
