"""Addresses of tracking and recall."""

from django.urls import path

from lienthong.exchange.web import acts, papers, tracking, urging

app_name = "exchange"
urlpatterns = [
    path("van-ban-di/theo-doi/", tracking.late, name="tracking"),
    path("van-ban-di/nhac/", urging.urge, name="urge"),
    path("co-quan/<uuid:agency_id>/nhac-tiep-nhan/", urging.urge_agency, name="urge-agency"),
    path("van-ban/<uuid:version_id>/theo-doi/", tracking.of_version, name="tracking-of"),
    path("van-ban/<uuid:version_id>/gui-lai/", acts.resend, name="resend"),
    path("ban-giay/", papers.papers, name="papers"),
    path("luot-gui/<uuid:dispatch_id>/ban-giay/", papers.papers_of, name="papers-of"),
    path(
        "chuyen-phat/<uuid:delivery_id>/ban-giay/bo-ghi/",
        papers.take_back,
        name="take-paper-back",
    ),
    path("luot-gui/<uuid:dispatch_id>/thu-hoi/", acts.recall, name="recall"),
    path("chuyen-phat/<uuid:delivery_id>/tra-loi-thu-hoi/", acts.answer, name="answer"),
]
