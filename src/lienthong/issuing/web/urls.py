"""Addresses of sending, drafts and outgoing documents."""

from django.urls import path

from lienthong.issuing.web import (
    asking_copy,
    changing,
    commenting,
    consulting,
    copying,
    drafts,
    editing,
    elsewhere,
    files,
    outgoing,
    sending,
)

app_name = "issuing"
urlpatterns = [
    path("gui/", sending.send, name="send"),
    path("gui/kiem-tra/", sending.check, name="check"),
    path("gui/noi-nhan/", sending.recipients, name="recipients"),
    path("gui/tep/", files.receive, name="receive"),
    path("gui/tep/<uuid:upload_id>/", files.waiting, name="waiting-file"),
    path("gui/phu-luc/", files.attach, name="attach"),
    path("van-ban/<uuid:version_id>/thay-doi/", changing.change, name="change"),
    path("van-ban/<uuid:version_id>/sao/", asking_copy.of_document, name="copy-document"),
    path("sao-van-ban/", asking_copy.of_paper, name="copy-paper"),
    path("ban-sao/<uuid:draft_id>/", copying.copy, name="copy"),
    path("ban-sao/<uuid:draft_id>/duyet/", copying.agree, name="agree-copy"),
    path("ban-sao/<uuid:draft_id>/ban-giay/", copying.on_paper, name="copy-on-paper"),
    path("van-ban-di/", outgoing.outgoing, name="outgoing"),
    path("du-thao/<uuid:draft_id>/", drafts.draft, name="draft"),
    path("du-thao/<uuid:draft_id>/tep/", files.content, name="content"),
    path("du-thao/<uuid:draft_id>/kem-theo/<int:position>/", files.attachment, name="attachment"),
    path("du-thao/<uuid:draft_id>/ban/<int:position>/", commenting.earlier, name="earlier-content"),
    path("du-thao/<uuid:draft_id>/xin-y-kien/", commenting.ask, name="ask-comments"),
    path("du-thao/<uuid:draft_id>/lay-y-kien/", consulting.start, name="start-consultation"),
    path("du-thao/<uuid:draft_id>/cac-co-quan/", consulting.consultations, name="consultations"),
    path("du-thao/<uuid:draft_id>/tong-hop.xlsx", consulting.sheet, name="comment-sheet"),
    path(
        "lay-y-kien/<uuid:letter_id>/<uuid:agency_id>/", consulting.note, name="note-agency-comment"
    ),
    path("gop-y/<uuid:comment_request_id>/", commenting.comment, name="comment"),
    path("gop-y/<uuid:comment_request_id>/tep/", commenting.content, name="comment-content"),
    path(
        "gop-y/<uuid:comment_request_id>/kem-theo/<int:position>/",
        commenting.attachment,
        name="comment-attachment",
    ),
    path("gop-y/<uuid:comment_request_id>/thoi/", commenting.take_back, name="take-back-comments"),
    path("y-kien/<uuid:comment_id>/tep/", commenting.comment_file, name="comment-file"),
    path("y-kien/<uuid:comment_id>/tra-loi/", commenting.treat, name="treat-comment"),
    path("du-thao/<uuid:draft_id>/sua/", editing.edit, name="edit"),
    path("du-thao/<uuid:draft_id>/trinh/", drafts.submit, name="submit"),
    path("du-thao/<uuid:draft_id>/tra-lai/", drafts.give_back, name="return"),
    path("du-thao/<uuid:draft_id>/rut/", drafts.withdraw, name="withdraw"),
    path("du-thao/<uuid:draft_id>/ky/", drafts.sign, name="sign"),
    path("du-thao/<uuid:draft_id>/tep-de-ky/", elsewhere.fetch, name="to-sign"),
    path("du-thao/<uuid:draft_id>/tep-da-ky/", elsewhere.bring, name="signed"),
    path("du-thao/<uuid:draft_id>/lay-so/", elsewhere.number, name="number"),
    path("du-thao/<uuid:draft_id>/phat-hanh/", drafts.issue, name="issue"),
    path("du-thao/<uuid:draft_id>/huy-so/", drafts.void, name="void"),
]
