"""Addresses of readiness and training."""

from django.urls import path

from lienthong.rollout.web import readiness, training

app_name = "rollout"
urlpatterns = [
    path("san-sang/", readiness.table, name="table"),
    path("san-sang/cua-toi/", readiness.own, name="own"),
    path("san-sang/quy-tac/", readiness.rule, name="rule"),
    path("san-sang/rut/<uuid:confirmation_id>/", readiness.withdraw, name="withdraw"),
    path("san-sang/<uuid:agency_id>/", readiness.agency, name="agency"),
    path("san-sang/<uuid:agency_id>/xac-nhan/", readiness.confirm, name="confirm"),
    path("san-sang/<uuid:agency_id>/bao-cao/", readiness.hand_in, name="hand-in"),
    path("tap-huan/", training.sessions, name="trainings"),
    path("tap-huan/<uuid:training_id>/", training.session, name="training"),
    path("tap-huan/<uuid:training_id>/them/", training.enter, name="enter-trained"),
    path("tap-huan/bo/<uuid:attendance_id>/", training.take_out, name="take-out"),
]
