"""Accounts and what guards them; acting-for, broken glass, the log of reading."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from lienthong.access.types import ActingKind, GlassState, ProposalState, ReadingWay
from lienthong.kernel.ids import uuid7
from lienthong.tables.constraints import one_of


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by what is typed: capitals do not matter."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=(username or "").lower())


class Account(AbstractBaseUser):
    """What a person signs in with. Closed by `is_active`, never deleted: traces name it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField("tên đăng nhập", max_length=80, unique=True)
    # The person's mailbox is the second name to sign in with; it stands in the directory alone.
    person = models.OneToOneField("directory.Person", models.PROTECT, related_name="account")
    is_active = models.BooleanField("được dùng", default=True)
    # Counts up to end every session of the account at once.
    session_serial = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session has to know: it changes with the password and with the serial."""
        known = f"{self.password}{self.session_serial or ''}"
        salt = "lienthong.access.Account.session"
        return salted_hmac(salt, known, secret=secret, algorithm="sha256").hexdigest()


class PasswordLink(models.Model):
    """A link by which the owner of an account sets a password once. Only its digest is kept.

    Ends when it is used, replaced by a newer one, or out of time, and with any other change of the
    password.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account_id} until {self.expires_at}"


class SignInPause(models.Model):
    """How often a name was tried in vain from one place, and until when that place waits.

    A place is an address of the network, or a browser that the account knows. Pruned after a day.
    """

    # SHA-256 of name and place: nothing here can be read back.
    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField()
    wait_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["failed_at"], name="access_pause_failed")]

    def __str__(self) -> str:
        return f"{self.failures} until {self.wait_until}"


class SecretKeyMark(models.Model):
    """That the installation ran under a secret key from a time on; the newest is the one in use.

    Written when the first server starts, and when an operator accepts another key. It travels in
    backups, so a restore beside another key is found out too.
    """

    # HMAC-SHA256 of a fixed text under the key, hexadecimal: the key cannot be read back.
    fingerprint = models.CharField(max_length=64, primary_key=True)
    known_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.fingerprint[:8]} since {self.known_at}"


class KnownDevice(models.Model):
    """A browser from which the owner of an account has signed in; known by a secret cookie."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    browser = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=45, blank=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "digest"], name="access_device_once")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.browser}"


class Acting(models.Model):
    """One acts for another from a day to a day (Decree 30/2020/NĐ-CP, Article 13).

    Never changed but for its early end, and never deleted: signatures refer to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Chosen by the form: sending it twice grants once.
    key = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=16)
    post = models.ForeignKey("directory.Post", models.PROTECT, related_name="+")
    for_post = models.ForeignKey("directory.Post", models.PROTECT, related_name="+")
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày")
    # Codes of kinds in scope; an empty list means every kind.
    kinds = models.JSONField(default=list, blank=True)
    subjects = models.CharField("lĩnh vực", max_length=300, blank=True)
    source = models.CharField("văn bản", max_length=200, blank=True)
    # The letter of authority when it is a document of this installation.
    source_version_id = models.UUIDField(null=True)
    granted_by = models.CharField(max_length=200)
    granted_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            one_of("kind", ActingKind, "access_acting_kind"),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="access_acting_days_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(post=F("for_post")), name="access_acting_for_another"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "valid_to"], name="access_acting_of_agency"),
            models.Index(fields=["post", "valid_to"], name="access_acting_of_post"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.post_id} for {self.for_post_id}"


class Glass(models.Model):
    """An operator asked to read what belongs to an agency; somebody else agreed or refused.

    Closes by itself at `until`; never deleted. Its acts are records of the ledger.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=16, default=GlassState.ASKED)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    document_id = models.UUIDField(null=True)
    # Number and notation only: whoever decides may not read the document.
    document_text = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500)
    hours = models.PositiveSmallIntegerField()
    asked_by = models.ForeignKey("directory.Person", models.PROTECT, related_name="+")
    asked_by_post = models.ForeignKey("directory.Post", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("directory.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=500, blank=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", GlassState, "access_glass_state"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="access_glass_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state=GlassState.AGREED)
                | Q(decided_by__isnull=False, until__isnull=False),
                name="access_glass_agreed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["state", "until"], name="access_glass_open")]

    def __str__(self) -> str:
        return f"{self.state} {self.agency_id}"


class Proposal(models.Model):
    """An operator proposed an agency's first administrator; the post is given by the answer.

    Never deleted: it says who let whom give posts in an agency that has people.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=16, default=ProposalState.ASKED)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    person = models.ForeignKey("directory.Person", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey("directory.Person", models.PROTECT, related_name="+")
    asked_by_post = models.ForeignKey("directory.Post", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("directory.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            one_of("state", ProposalState, "access_proposal_state"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("person")),
                name="access_proposal_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ProposalState.ASKED, ProposalState.EXPIRED])
                | Q(decided_by__isnull=False),
                name="access_proposal_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.agency_id} {self.person_id}"


class Reading(models.Model):
    """Somebody saw a document, or a part of it, in one way on one day. Pruned by retention.

    No foreign keys and nothing that points here: on a large installation the table is partitioned
    by `read_on`, and months fall away as a whole. Names are those of that day.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    read_on = models.DateField()
    read_at = models.DateTimeField()
    way = models.CharField(max_length=8)
    # Whose eyes: a post, or an id made of a post and its broken glass, or of a system and the
    # agency for which it read.
    reader_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    person_name = models.CharField(max_length=100)
    title = models.CharField(max_length=200, blank=True)
    agency_id = models.UUIDField()
    # None for a list as a whole; `reference` is then its name.
    version_id = models.UUIDField(null=True)
    reference = models.CharField(max_length=120, blank=True)
    # Which bytes: "" the document, "phu-luc-1" an attachment, or the digest of a rendition.
    part = models.CharField(max_length=64, blank=True)
    # What "once a day" is counted by: version or list, part and way.
    what = models.CharField(max_length=64)
    glass_id = models.UUIDField(null=True)
    acting_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            one_of("way", ReadingWay, "access_reading_way"),
            models.UniqueConstraint(
                fields=["read_on", "reader_id", "what"], name="access_reading_once_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["version_id", "id"], name="access_reading_of_version"),
            models.Index(fields=["agency_id", "id"], name="access_reading_of_agency"),
            models.Index(fields=["person_id", "id"], name="access_reading_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.way} {self.version_id} {self.read_on}"
