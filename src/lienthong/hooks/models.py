"""Hooks, what they are to be told, and what became of each call."""

from django.db import models
from django.db.models import Q

from lienthong.hooks.types import HookState, NewsKind, NotificationState, Outcome, PauseReason
from lienthong.kernel.ids import uuid7
from lienthong.tables.constraints import one_of


class Hook(models.Model):
    """An address of a system that is told what happens. Closed at its end, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey("systems.System", models.PROTECT, related_name="+")
    address = models.CharField("địa chỉ", max_length=500)
    state = models.CharField("trạng thái", max_length=10, default=HookState.UNPROVED)
    pause_reason = models.CharField(max_length=10, blank=True, default=PauseReason.NONE)
    # When this address echoed its challenge; none for an address that has not.
    proved_at = models.DateTimeField(null=True)
    # Calls that failed in a row, and since when.
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    # Also the lease: who calls moves it into the future, with a token of its own.
    due_at = models.DateTimeField()
    token = models.UUIDField(null=True)
    last_number = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "address"],
                condition=~Q(state=HookState.CLOSED),
                name="hooks_hook_one_an_address",
            ),
            one_of("state", HookState, "hooks_hook_state"),
            one_of("pause_reason", PauseReason, "hooks_hook_pause_reason"),
            models.CheckConstraint(
                condition=(Q(state=HookState.PAUSED) & ~Q(pause_reason=PauseReason.NONE))
                | (~Q(state=HookState.PAUSED) & Q(pause_reason=PauseReason.NONE)),
                name="hooks_hook_paused_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system_id}: {self.address}"


class Subscription(models.Model):
    """A hook is told one kind of news about one agency."""

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="subscriptions")
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "hook"], name="hooks_subscription_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(NewsKind.subscribable())), name="hooks_subscription_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hook_id} {self.kind} {self.agency_id}"


class AllowedNetworks(models.Model):
    """Private networks in which an operator lets the hooks of a system be called."""

    system = models.OneToOneField(
        "systems.System", models.CASCADE, primary_key=True, related_name="+"
    )
    # In CIDR, separated by spaces.
    networks = models.TextField("mạng nội bộ được gọi", blank=True)

    def __str__(self) -> str:
        return f"{self.system_id}: {self.networks}"


class Notification(models.Model):
    """One thing that one hook is to be told; written in the transaction in which it happened.

    Goes a month after it was delivered or given up. No content, no words of people.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hook = models.ForeignKey(Hook, models.CASCADE, related_name="notifications", db_index=False)
    kind = models.CharField(max_length=20)
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The delivery that it is about; of a challenge the hook.
    subject_id = models.UUIDField()
    facts = models.JSONField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=NotificationState.WAITING)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    # Given at the first call, by who holds the hook's lease: no act waits for a counter.
    number = models.PositiveBigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("kind", NewsKind, "hooks_notification_kind"),
            one_of("state", NotificationState, "hooks_notification_state"),
            models.CheckConstraint(
                condition=Q(state=NotificationState.WAITING, ended_at__isnull=True)
                | (~Q(state=NotificationState.WAITING) & Q(ended_at__isnull=False)),
                name="hooks_notification_ended_or_waiting",
            ),
        ]
        indexes = [
            models.Index(
                fields=["hook", "id"],
                condition=Q(state=NotificationState.WAITING),
                name="hooks_notification_waiting",
            ),
            models.Index(
                fields=["expires_at"],
                condition=Q(state=NotificationState.WAITING),
                name="hooks_notification_expiry",
            ),
            models.Index(
                fields=["hook", "id"],
                condition=Q(state=NotificationState.DEAD),
                name="hooks_notification_dead",
            ),
            models.Index(fields=["ended_at"], name="hooks_notification_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class Attempt(models.Model):
    """One call and what came of it; its id went along as X-Request-ID."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hook = models.ForeignKey(Hook, models.CASCADE, related_name="+", db_index=False)
    notification = models.ForeignKey(Notification, models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=20)
    status = models.PositiveSmallIntegerField(default=0)
    milliseconds = models.PositiveIntegerField()
    called_at = models.DateTimeField()

    class Meta:
        constraints = [one_of("outcome", Outcome, "hooks_attempt_outcome")]
        indexes = [models.Index(fields=["hook", "id"], name="hooks_attempt_of_hook")]

    def __str__(self) -> str:
        return f"{self.notification_id} {self.outcome}"


class PublishedKey(models.Model):
    """The public half of a key that signs, or signed, notifications; never deleted."""

    key_id = models.CharField(max_length=60, primary_key=True)
    public_pem = models.TextField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key_id
