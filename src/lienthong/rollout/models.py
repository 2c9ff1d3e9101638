"""The tables of rollout: what was confirmed, handed in, ruled, and who was trained."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.ids import uuid7
from lienthong.rollout.types import CONFIRMED_BY_HAND


class ReadinessRule(models.Model):
    """From a day on a line weighs so much, or joining is treated so. Appended, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # A line, or "joining".
    subject = models.CharField(max_length=16)
    value = models.CharField(max_length=16)
    holds_from = models.DateField()
    source = models.CharField(max_length=200)
    set_by = models.CharField(max_length=120)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "holds_from"], name="rollout_rule_one_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.value} from {self.holds_from}"


class Confirmation(models.Model):
    """What the system cannot know of an agency, said by a person; ends when it is withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    line = models.CharField(max_length=16)
    by = models.CharField(max_length=120)
    on = models.DateField()
    note = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(line__in=sorted(map(str, CONFIRMED_BY_HAND))),
                name="rollout_confirmation_line",
            ),
            models.UniqueConstraint(
                fields=["agency", "line"],
                condition=Q(withdrawn_at__isnull=True),
                name="rollout_confirmation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.line}"


class LabReport(models.Model):
    """A report of the conformance lab that was handed in for an agency's software.

    What it amounts to is judged then; the file is its owner's, only its digest is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    system = models.CharField(max_length=200)
    is_ready = models.BooleanField()
    # Ids of scenarios that must pass and did not.
    lacking = models.JSONField(default=list)
    played_at = models.DateTimeField()
    handed_in_at = models.DateTimeField()
    handed_in_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "digest"], name="rollout_report_once")
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.digest[:12]}"


class Training(models.Model):
    """A session of training that was held; never deleted, people were trained in it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Of the form that recorded it: sent again it is the same session.
    key = models.CharField(max_length=100, unique=True)
    held_on = models.DateField()
    subject = models.CharField(max_length=200)
    trainer = models.CharField(max_length=200)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-held_on", "-id"], name="rollout_training_latest")]

    def __str__(self) -> str:
        return f"{self.held_on} {self.subject}"


class Attendance(models.Model):
    """Somebody took part in a session; withdrawn when it was entered by mistake."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    training = models.ForeignKey(Training, models.PROTECT, related_name="attendances")
    person = models.ForeignKey("directory.Person", models.PROTECT, related_name="+")
    # Where the person worked when it was entered.
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    entered_by = models.CharField(max_length=120)
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["training", "person"],
                condition=Q(withdrawn_at__isnull=True),
                name="rollout_attendance_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.training_id}"
