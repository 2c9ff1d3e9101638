"""Mailboxes, the letters that were found in them, and the files of these."""

from django.db import models
from django.db.models import Q

from lienthong.formats.mail.types import PartKind
from lienthong.kernel.ids import uuid7
from lienthong.mailboxes.types import LetterState, MailboxState, Proof, Standing, Trouble
from lienthong.tables.constraints import one_of


class Mailbox(models.Model):
    """A mailbox of an agency that is read here. Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    address = models.CharField("địa chỉ", max_length=254)
    host = models.CharField("máy chủ", max_length=253)
    port = models.PositiveIntegerField("cổng", default=993)
    is_secure = models.BooleanField("có TLS", default=True)
    login = models.CharField("tên đăng nhập", max_length=254)
    # The password, encrypted.
    sealed = models.BinaryField()
    folder = models.CharField("thư mục", max_length=100, default="INBOX")
    # In CIDR, separated by spaces: private networks in which the server may lie.
    networks = models.TextField("mạng riêng", blank=True)
    # In PEM: who vouches for the server, beside the authorities of the machine.
    authority = models.TextField(blank=True)
    authserv = models.CharField("tên máy chủ xác thực", max_length=253, blank=True)
    largest_mb = models.PositiveIntegerField(default=35)
    begins_on = models.DateField("đọc từ ngày")
    state = models.CharField("trạng thái", max_length=10, default=MailboxState.ON)
    # How far it was read: the highest UID, which means something only with its validity.
    uidvalidity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    # Also the lease: who reads it moves it into the future, with a token of its own.
    due_at = models.DateTimeField()
    token = models.UUIDField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, blank=True, default=Trouble.NONE)
    said = models.CharField(max_length=300, blank=True)
    succeeded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host", "login", "folder"],
                condition=~Q(state=MailboxState.ENDED),
                name="mailboxes_mailbox_once",
            ),
            one_of("state", MailboxState, "mailboxes_mailbox_state"),
            one_of("trouble", Trouble, "mailboxes_mailbox_trouble"),
        ]

    def __str__(self) -> str:
        return self.address


class Letter(models.Model):
    """A letter that was found in a mailbox, once, whatever becomes of it there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="letters", db_index=False)
    # Repeated from the mailbox, so that a list of one agency is one index.
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    uidvalidity = models.BigIntegerField()
    uid = models.BigIntegerField()
    # See `rules.print_of`; empty where nothing of it was kept.
    fingerprint = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, default=LetterState.WAITING)
    taken_at = models.DateTimeField()
    message_id = models.CharField(max_length=250, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    sender_address = models.CharField(max_length=330, blank=True)
    sender_agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    standing = models.CharField(max_length=10)
    proof = models.CharField(max_length=10)
    subject = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True)
    # The letter as it came over the line; None where nothing of it was kept.
    content = models.ForeignKey(
        "blobs.Blob", models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The code of a refusal with its facts, or what a clerk wrote.
    reason = models.CharField(max_length=500, blank=True)
    facts = models.JSONField(default=dict)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    entry = models.ForeignKey(
        "registers.Entry", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "uidvalidity", "uid"], name="mailboxes_letter_uid_once"
            ),
            models.UniqueConstraint(
                fields=["mailbox", "fingerprint"],
                condition=~Q(fingerprint=""),
                name="mailboxes_letter_itself_once",
            ),
            one_of("state", LetterState, "mailboxes_letter_state"),
            one_of("standing", Standing, "mailboxes_letter_standing"),
            one_of("proof", Proof, "mailboxes_letter_proof"),
            models.CheckConstraint(
                condition=Q(state=LetterState.ENTERED, entry__isnull=False)
                | ~Q(state=LetterState.ENTERED),
                name="mailboxes_letter_entered_where",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "-id"], name="mailboxes_letter_list")]

    def __str__(self) -> str:
        return self.subject


class LetterFile(models.Model):
    """A part of a letter beside its text, and what was found on it; its bytes are the letter's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="files", db_index=False)
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    is_main = models.BooleanField(default=False)
    legal_value = models.CharField(max_length=16, blank=True)
    # The code of what stops it, with its facts; and what was read on its pages.
    finding = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict)
    fields = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "position"], name="mailboxes_file_once"),
            one_of("kind", PartKind, "mailboxes_file_kind"),
        ]

    def __str__(self) -> str:
        return self.name
