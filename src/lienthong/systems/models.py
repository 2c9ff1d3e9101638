"""Connected systems, their agencies and keys, and what is remembered of their calls."""

from django.db import models
from django.db.models import F, Q

from lienthong.kernel.ids import uuid7
from lienthong.systems.types import KeyKind, RequestState, SystemState
from lienthong.tables.constraints import one_of


class System(models.Model):
    """A program of one or more agencies that calls us. Closed at its end, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.CharField("tên kết nối", max_length=40, unique=True)
    name = models.CharField("tên hệ thống", max_length=100)
    contact = models.CharField("người liên hệ", max_length=200, blank=True)
    state = models.CharField("trạng thái", max_length=10, default=SystemState.ACTIVE)
    # In CIDR, separated by spaces; "any" alone; empty lets nobody in.
    networks = models.TextField("mạng được gọi", blank=True)
    requests_a_minute = models.PositiveIntegerField()
    bytes_a_minute = models.PositiveBigIntegerField()
    # SHA-256 of client certificates, hexadecimal, separated by spaces; see `SystemCard`.
    certificates = models.TextField("chứng thư của máy gọi", blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("state", SystemState, "systems_system_state"),
        ]

    def __str__(self) -> str:
        return self.slug


class Grant(models.Model):
    """A system may act for an agency on these days, the last one included."""

    system = models.ForeignKey(System, models.PROTECT, related_name="grants")
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "agency"],
                condition=Q(valid_to__isnull=True),
                name="systems_grant_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.system}: {self.agency_id}"


class GrantRequest(models.Model):
    """An operator asked an agency to let a system act for it; the grant is made by the answer.

    Never deleted: it says who opened the agency's documents to a program.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey(System, models.PROTECT, related_name="requests")
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    state = models.CharField("trạng thái", max_length=10, default=RequestState.ASKED)
    asked_by = models.ForeignKey("directory.Person", models.PROTECT, related_name="+")
    asked_by_post = models.ForeignKey("directory.Post", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("directory.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField("ý kiến", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "agency"],
                condition=Q(state=RequestState.ASKED),
                name="systems_request_one_waits",
            ),
            one_of("state", RequestState, "systems_request_state"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="systems_request_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.AGREED) | Q(decided_by__isnull=False),
                name="systems_request_agreed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system}: {self.agency_id} {self.state}"


class Key(models.Model):
    """What a system proves itself with. Ended or revoked, never deleted: old traces name it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey(System, models.PROTECT, related_name="keys")
    # How the caller names it; unguessable enough that nobody meets another's by mistake.
    key_id = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20)
    # PEM of a public key; empty for bearer keys and shared secrets.
    public_pem = models.TextField(blank=True)
    # A shared secret, encrypted (blobs.seal_words); empty for all other kinds.
    sealed = models.BinaryField(default=bytes)
    # SHA-256 (hexadecimal) of the public key's DER, or of a bearer key's 256 random bits; of a
    # shared secret's key id, because a digest of guessable words would tell them.
    fingerprint = models.CharField(max_length=64, unique=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    # Written once a day at most, so that reading costs no writing.
    last_used_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    # Of the form that asked for it, so that a form sent twice makes one key; else empty.
    form_key = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "form_key"],
                condition=~Q(form_key=""),
                name="systems_key_one_a_form",
            ),
            one_of("kind", KeyKind, "systems_key_kind"),
            models.CheckConstraint(
                condition=Q(kind=KeyKind.BEARER, valid_to__isnull=False, public_pem="")
                | Q(kind=KeyKind.SHARED, public_pem="")
                | (~Q(kind__in=[KeyKind.BEARER, KeyKind.SHARED]) & ~Q(public_pem="")),
                name="systems_key_trial_keys_end",
            ),
        ]

    def __str__(self) -> str:
        return self.key_id


class Delegation(models.Model):
    """Below this code a system enters and ends agencies without asking an operator each time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey(System, models.PROTECT, related_name="delegations")
    code = models.CharField(max_length=35)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "code"],
                condition=Q(ended_at__isnull=True),
                name="systems_delegation_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.system}: {self.code}"


class Nonce(models.Model):
    """A signed request that changes things was seen; gone when its signature is too old anyway."""

    key = models.ForeignKey(Key, models.CASCADE, related_name="+", db_index=False)
    nonce = models.CharField(max_length=100)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "nonce"], name="systems_nonce_once")]

    def __str__(self) -> str:
        return self.nonce


class GivenAnswer(models.Model):
    """The first answer to a request with an Idempotency-Key; kept for 400 days.

    `status` is empty while the first request is at work; a claim whose process died runs out.
    """

    system = models.ForeignKey(System, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    digest = models.BinaryField(max_length=32)
    claimed_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    media_type = models.CharField(max_length=100, blank=True)
    body = models.BinaryField(default=bytes)
    # Further header fields, such as Location.
    fields = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "key"], name="systems_answer_key_once")
        ]

    def __str__(self) -> str:
        return self.key


class Failure(models.Model):
    """Calls of a system that were turned down for one reason: a count, not a log."""

    system = models.ForeignKey(System, models.PROTECT, related_name="failures")
    code = models.CharField(max_length=60)
    address = models.CharField(max_length=45, blank=True)
    count = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "code"], name="systems_failure_one_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.system}: {self.code}"
