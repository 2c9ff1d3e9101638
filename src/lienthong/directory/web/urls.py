"""Addresses of the directory."""

from django.urls import path

from lienthong.directory.web import agencies, calendar, imports, reorganisations, waves

app_name = "directory"
urlpatterns = [
    path("danh-ba/", agencies.directory, name="directory"),
    path("danh-ba/co-quan/<uuid:agency_id>/", agencies.agency, name="agency"),
    path("danh-ba/co-quan/<uuid:agency_id>/sua/", agencies.change, name="change"),
    path("danh-ba/nhap/", imports.bring_in, name="bring-in"),
    path("danh-ba/nhap/<uuid:import_id>/", imports.preview, name="import"),
    path("danh-ba/nhap/<uuid:import_id>/ghi/", imports.apply, name="apply"),
    path("danh-ba/nhap/<uuid:import_id>/can-sua.xlsx", imports.findings, name="findings"),
    path("danh-ba/mau.xlsx", imports.template, name="template"),
    path("danh-ba/danh-ba.xlsx", imports.export, name="export"),
    path("danh-ba/dot/", waves.waves, name="waves"),
    path("danh-ba/ngay-nghi/", calendar.days, name="calendar"),
    path("danh-ba/sap-xep/", reorganisations.reorganisations, name="reorganisations"),
    path("danh-ba/sap-xep/moi/", reorganisations.plan, name="plan"),
    path("danh-ba/sap-xep/de-nghi/", reorganisations.propose, name="propose"),
    path(
        "danh-ba/sap-xep/<uuid:reorganisation_id>/",
        reorganisations.reorganisation,
        name="reorganisation",
    ),
    path(
        "danh-ba/sap-xep/<uuid:reorganisation_id>/tra-loi/",
        reorganisations.answer,
        name="answer-plan",
    ),
    path("danh-ba/sap-xep/<uuid:reorganisation_id>/huy/", reorganisations.cancel, name="cancel"),
]
