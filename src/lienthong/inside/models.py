"""The table of what units were given."""

from django.db import models
from django.db.models import Q

from lienthong.documents.types import RecipientRole
from lienthong.inside.types import UnitDeliveryState
from lienthong.kernel.ids import uuid7
from lienthong.tables.constraints import one_of


class UnitDelivery(models.Model):
    """A document that its own agency gave to one of its units; given once, it ends once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey("documents.Version", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=16)
    due_on = models.DateField("hạn", null=True)
    state = models.CharField(max_length=16, default=UnitDeliveryState.WAITING)
    given_at = models.DateTimeField()
    given_by = models.CharField("người chuyển", max_length=100)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField("người ghi", max_length=100, blank=True)
    note = models.CharField("kết quả, lý do", max_length=1000, blank=True)

    class Meta:
        constraints = [
            # What was given by mistake may be given again.
            models.UniqueConstraint(
                fields=["version", "unit"],
                condition=~Q(state=UnitDeliveryState.WITHDRAWN),
                name="inside_unit_delivery_once",
            ),
            one_of("role", RecipientRole, "inside_unit_delivery_role"),
            one_of("state", UnitDeliveryState, "inside_unit_delivery_state"),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-given_at"], name="inside_of_agency"),
            models.Index(fields=["unit", "state", "-given_at"], name="inside_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} → {self.unit_id}"
