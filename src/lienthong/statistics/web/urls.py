"""Addresses of the pages of figures."""

from django.urls import path

from lienthong.statistics.web import month, province, public

app_name = "statistics"
urlpatterns = [
    path("so-lieu/", month.now, name="now"),
    path("so-lieu/chot/<uuid:closing_id>/", month.closing, name="closing"),
    path("so-lieu/xac-nhan/<uuid:figures_id>/", month.answer, name="answer"),
    path("so-lieu/cong-khai/", public.latest, name="public"),
    path("so-lieu/cong-khai/<slug:month>/", public.month, name="public-month"),
    path("so-lieu/tinh/", province.latest, name="province-now"),
    path("so-lieu/tinh/<slug:month>/", province.province, name="province"),
    path("so-lieu/tinh/<slug:month>/bao-cao/", province.report, name="report"),
    path("so-lieu/tinh/<slug:month>/bang.xlsx", province.as_workbook, name="workbook"),
    path("so-lieu/tinh/<slug:month>/bang.csv", province.as_csv, name="csv"),
    path("so-lieu/tinh/<slug:month>/<uuid:agency_id>/", province.agency, name="agency"),
    path("so-lieu/tinh/<slug:month>/<uuid:agency_id>/<slug:measure>/", province.days, name="days"),
    path("so-lieu/<slug:month>/", month.one, name="month"),
    path("so-lieu/<slug:month>/<slug:measure>/", month.opened, name="opened"),
]
