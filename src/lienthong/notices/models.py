"""The tables of notices."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.ids import uuid7


class Notice(models.Model):
    """One message to one post, or to everybody in a role of an agency. Pruned after a while.

    To a role in all agencies it has `EVERY_AGENCY` for the agency.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency_id = models.UUIDField()
    role = models.CharField(max_length=16, blank=True)
    post_id = models.UUIDField(null=True)
    code = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role="", post_id__isnull=False) | ~Q(role="") & Q(post_id__isnull=True),
                name="notices_notice_to_post_or_role",
            )
        ]
        indexes = [
            models.Index(fields=["agency_id", "role", "id"], name="notices_notice_by_role"),
            models.Index(fields=["post_id", "id"], name="notices_notice_by_post"),
            models.Index(fields=["told_at"], name="notices_notice_told"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject_kind} {self.subject_id}"


class Reading(models.Model):
    """That the holder of a post has read a notice; each reader of a role's notice has one."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="readings")
    post_id = models.UUIDField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "post_id"], name="notices_reading_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_id} read {self.notice_id}"
