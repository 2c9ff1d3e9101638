"""Who takes part in electronic exchange from when, and which days are working days."""

from django.db import models

from lienthong.directory.models.agencies import Agency
from lienthong.directory.types import PartnerScope
from lienthong.kernel.ids import uuid7
from lienthong.tables.constraints import one_of


class Participation(models.Model):
    """An agency takes part in electronic exchange from a day on, as a wave set it (A4).

    A later row replaces an earlier one from its start; rows are closed, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="participations")
    wave = models.CharField("đợt", max_length=100, blank=True)
    starts_on = models.DateField("bắt đầu từ ngày")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)
    partners = models.CharField(max_length=16, default=PartnerScope.EVERYONE)
    # Codes of kinds in scope; an empty list means every kind.
    kinds = models.JSONField("loại văn bản", default=list, blank=True)
    obligatory_on = models.DateField("bắt buộc gửi điện tử từ ngày", null=True, blank=True)
    source = models.CharField("văn bản", max_length=200, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            one_of("partners", PartnerScope, "directory_participation_partners"),
            models.UniqueConstraint(
                fields=["agency", "starts_on"], name="directory_participation_one_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} từ {self.starts_on}"


class DayException(models.Model):
    """A day that is not what its weekday says: a holiday, or a make-up working Saturday."""

    day = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=100)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"
