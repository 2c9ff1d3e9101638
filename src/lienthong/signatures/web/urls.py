"""Addresses of the page about trusted issuers."""

from django.urls import path

from lienthong.signatures.web import trust

app_name = "signatures"
urlpatterns = [path("to-chuc-duoc-tin/", trust.issuers, name="trust")]
