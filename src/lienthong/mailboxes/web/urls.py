"""Addresses of letters, and of the mailboxes that they come from."""

from django.urls import path

from lienthong.mailboxes.web import letters, mailboxes

app_name = "mailboxes"
urlpatterns = [
    path("thu-cong-vu/", letters.listing, name="letters"),
    path("thu-cong-vu/<uuid:mail_id>/", letters.letter, name="letter"),
    path("thu-cong-vu/<uuid:mail_id>/tep/<int:position>/", letters.file, name="file"),
    path("thu-cong-vu/<uuid:mail_id>/vao-so/", letters.enter, name="enter"),
    path("thu-cong-vu/<uuid:mail_id>/de-ben/", letters.set_aside, name="set-aside"),
    path("thu-cong-vu/<uuid:mail_id>/dua-lai/", letters.put_back, name="put-back"),
    path("hop-thu/", mailboxes.index, name="list"),
    path("hop-thu/them/", mailboxes.add, name="add"),
    path("hop-thu/<uuid:mailbox_id>/", mailboxes.one, name="one"),
    path("hop-thu/<uuid:mailbox_id>/sua/", mailboxes.change, name="change"),
    path("hop-thu/<uuid:mailbox_id>/lam/", mailboxes.act, name="act"),
]
