"""Changes of many rows at once: imports that were checked, reorganisations that were decided."""

from django.db import models
from django.db.models import Q

from lienthong.directory.types import ImportState, ReorganisationState
from lienthong.kernel.ids import uuid7
from lienthong.tables.constraints import one_of


class DirectoryHold(models.Model):
    """One row that everybody locks who changes many agencies at once, so that they take turns."""

    name = models.CharField(primary_key=True, max_length=20)

    def __str__(self) -> str:
        return self.name


class DirectoryImport(models.Model):
    """A file that was checked, and perhaps taken over; kept as the trace of who did it.

    `plan_digest` says what it would do to the directory as it stood: taken over only while that is
    still so. The file itself is not kept, its lines are.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=100, unique=True)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    # Whose administrator brought it; None: somebody who manages the whole directory.
    agency = models.ForeignKey("directory.Agency", models.PROTECT, null=True, related_name="+")
    plan_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=16, default=ImportState.CHECKED)
    # How many lines of each outcome.
    counts = models.JSONField(default=dict)
    checked_by = models.CharField(max_length=100)
    checked_at = models.DateTimeField()
    applied_by = models.CharField(max_length=100, blank=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", ImportState, "directory_import_state"),
            models.CheckConstraint(
                condition=Q(state=ImportState.CHECKED, applied_at__isnull=True)
                | Q(state=ImportState.APPLIED, applied_at__isnull=False),
                name="directory_import_applied_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportLine(models.Model):
    """A line of a file that was checked: its texts, what it would do, and what is wrong with it."""

    checked = models.ForeignKey(DirectoryImport, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    table = models.CharField(max_length=16)
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=16)
    label = models.CharField(max_length=300)
    texts = models.JSONField(default=dict)
    problems = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    findings = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["checked", "position"], name="directory_import_line_position_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["checked", "outcome", "position"], name="directory_import_line_outcome"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.line}: {self.outcome}"


class Reorganisation(models.Model):
    """A plan that agencies merge, split, change names or codes on a day; never deleted.

    One person proposes it, another one agrees (`answered_by`; empty for what was decided before
    that took two). `plan` is what was proposed, `moved` what went where when it took effect.
    `problem` says why it did not on its day; it is tried again until it does or is cancelled.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=100, unique=True)
    happens_on = models.DateField("ngày hiệu lực")
    source = models.CharField("văn bản quyết định", max_length=200)
    plan = models.JSONField()
    plan_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=16, default=ReorganisationState.PROPOSED)
    moved = models.JSONField(default=dict)
    problem = models.CharField(max_length=500, blank=True)
    proposed_by = models.CharField(max_length=100)
    # That person, who cannot agree, in whatever post; None: by a command on the server.
    proposer_id = models.UUIDField(null=True)
    proposed_at = models.DateTimeField()
    answered_by = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)
    # Why it was not agreed to.
    note = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)
    record_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["-happens_on", "-id"]
        constraints = [
            one_of("state", ReorganisationState, "directory_reorganisation_state"),
            models.CheckConstraint(
                condition=Q(state=ReorganisationState.DONE, done_at__isnull=False)
                | ~Q(state=ReorganisationState.DONE) & Q(done_at__isnull=True),
                name="directory_reorganisation_done_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "happens_on"], name="directory_reorganisation_due")
        ]

    def __str__(self) -> str:
        return f"{self.happens_on}: {self.source}"
