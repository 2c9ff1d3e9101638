"""Addresses of sign-in and of administration; bare names are those that allauth asks for."""

from allauth.socialaccount.providers.openid_connect.views import callback, login
from django.urls import include, path

from lienthong.access.web import (
    account_pages,
    acting_pages,
    administer,
    factor_pages,
    glass_pages,
    log,
    proposal_pages,
    views,
)

_own = [
    path("tai-khoan/", account_pages.account, name="account"),
    path("tai-khoan/mat-khau/", account_pages.change_password, name="password"),
    path("tai-khoan/dang-xuat-moi-noi/", account_pages.sign_out_everywhere, name="everywhere"),
    path("tai-khoan/da-xem/", account_pages.own_log, name="own-log"),
    path("tai-khoan/can-xac-thuc/", factor_pages.needed, name="factor-needed"),
    path("mat-khau/<str:secret>/", account_pages.by_link, name="password-link"),
    path("quen-mat-khau/", account_pages.forgotten, name="forgotten"),
    path("dang-nhap/khong-co-tai-khoan/", views.unknown_subject, name="unknown-subject"),
    path("dang-nhap/khong-xac-thuc-duoc/", views.provider_failed, name="provider-failed"),
    path("quan-tri/", administer.people, name="people"),
    path("quan-tri/nguoi-moi/", administer.new_person, name="new-person"),
    path("quan-tri/nguoi/<uuid:person_id>/", administer.person, name="person"),
    path("quan-tri/nguoi/<uuid:person_id>/vi-tri/", administer.grant, name="grant"),
    path(
        "quan-tri/nguoi/<uuid:person_id>/tai-khoan/<str:act>/",
        administer.account_act,
        name="account-act",
    ),
    path("quan-tri/vi-tri/<uuid:post_id>/ket-thuc/", administer.end, name="end-post"),
    path("quan-tri/dau-tien/", administer.first_administrators, name="first-administrators"),
    path("quan-tri/de-nghi/<uuid:proposal_id>/", proposal_pages.proposal, name="proposal"),
    path(
        "quan-tri/de-nghi/<uuid:proposal_id>/tra-loi/",
        proposal_pages.decide,
        name="decide-proposal",
    ),
    path("quan-tri/nhat-ky-doc/", log.agency_log, name="agency-log"),
    path("ky-thay/", acting_pages.actings, name="actings"),
    path("ky-thay/<uuid:acting_id>/ket-thuc/", acting_pages.end, name="end-acting"),
    path("pha-kinh/", glass_pages.glasses, name="glasses"),
    path("pha-kinh/thoat/", glass_pages.leave, name="leave-glass"),
    path("pha-kinh/<uuid:glass_id>/", glass_pages.glass, name="glass"),
    path("pha-kinh/<uuid:glass_id>/tra-loi/", glass_pages.decide, name="decide-glass"),
    path("pha-kinh/<uuid:glass_id>/vao/", glass_pages.enter, name="enter-glass"),
    path("pha-kinh/<uuid:glass_id>/ket-thuc/", glass_pages.end, name="end-glass"),
]

_factors = [
    path("", factor_pages.index, name="mfa_index"),
    path("ung-dung/", factor_pages.add_app, name="mfa_activate_totp"),
    path("ung-dung/bo/", factor_pages.remove_app, name="mfa_deactivate_totp"),
    path("ma-khoi-phuc/", factor_pages.codes, name="mfa_view_recovery_codes"),
    path("ma-khoi-phuc/moi/", factor_pages.new_codes, name="mfa_generate_recovery_codes"),
    path("khoa/", factor_pages.passkeys, name="mfa_list_webauthn"),
    path("khoa/them/", factor_pages.add_passkey, name="mfa_add_webauthn"),
    path("khoa/<int:pk>/ten/", factor_pages.rename_passkey, name="mfa_edit_webauthn"),
    path("khoa/<int:pk>/bo/", factor_pages.remove_passkey, name="mfa_remove_webauthn"),
]

urlpatterns = [
    path("dang-nhap/", views.SignIn.as_view(), name="account_login"),
    path("dang-nhap/xac-thuc/", factor_pages.authenticate, name="mfa_authenticate"),
    path("dang-nhap/khoa/", factor_pages.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("dang-nhap/nguon/<str:provider_id>/", login, name="openid_connect_login"),
    path("dang-nhap/nguon/<str:provider_id>/ve/", callback, name="openid_connect_callback"),
    path("dang-xuat/", views.sign_out, name="account_logout"),
    path("vi-tri/", views.choose_post, name="account_posts"),
    path("xac-nhan/", factor_pages.again, name="account_reauthenticate"),
    path("xac-nhan/ma/", factor_pages.again_by_code, name="mfa_reauthenticate"),
    path("xac-nhan/khoa/", factor_pages.again_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("tai-khoan/xac-thuc/", include(_factors)),
    path("", include((_own, "access"))),
]
