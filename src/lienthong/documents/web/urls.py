"""Addresses of the rule table."""

from django.urls import path

from lienthong.documents.web import rules

app_name = "documents"
urlpatterns = [
    path("quy-dinh/", rules.rules, name="rules"),
    path("quy-dinh/moi/", rules.new_rule, name="new-rule"),
    path("quy-dinh/<uuid:rule_id>/", rules.rule, name="rule"),
]
