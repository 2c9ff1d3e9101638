"""The table of what waits."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.ids import uuid7


class WorkItem(models.Model):
    """What one audience of an agency has to do, or follows, about one subject.

    Put by the act that causes it and settled by the act that does it, in their transactions.
    A settled line stays as the trace of who did it; work that comes again is a new line.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency_id = models.UUIDField()
    # Made by Audience.key: one word, so that one index finds everything that waits for a viewer.
    audience = models.CharField(max_length=80)
    verb = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    number = models.CharField(max_length=60, blank=True)
    notation = models.CharField(max_length=120, blank=True)
    issuer = models.CharField(max_length=250, blank=True)
    summary = models.CharField(max_length=500, blank=True)
    from_whom = models.CharField(max_length=250, blank=True)
    arrived_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    is_urgent = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "agency_id", "audience", "verb"],
                condition=Q(settled_at__isnull=True),
                name="worklist_item_waits_once",
            )
        ]
        indexes = [
            # Not partial: SQLite passes over a partial index until it has been analysed.
            models.Index(
                fields=["agency_id", "audience", "settled_at"], name="worklist_item_for_viewer"
            ),
            models.Index(fields=["subject_id"], name="worklist_item_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"
