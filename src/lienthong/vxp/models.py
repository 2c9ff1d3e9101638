"""The tables of the interface: what systems brought, what waits for them, what they asked."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.ids import uuid7
from lienthong.tables.constraints import one_of
from lienthong.vxp.types import FetchState, MessageType, RequestKind, RequestState


class Sending(models.Model):
    """A package that a system brought; its id is the `DocId` that the sender knows it by.

    Written in the transaction that takes the package in, never changed, never deleted: the same
    package again is answered with the same id.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey("systems.System", models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    package = models.ForeignKey("gateways.Package", models.PROTECT, related_name="+")
    message_type = models.CharField(max_length=10)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "package"], name="vxp_sending_once"),
            one_of("message_type", MessageType, "vxp_sending_type"),
        ]
        indexes = [
            models.Index(fields=["system", "message_type", "id"], name="vxp_sending_listed"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Item(models.Model):
    """A document or a status that waits for a system, or was fetched; its id is the `docId`.

    Made in the transaction of what it tells of, for each system that acts for the agency then.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey("systems.System", models.PROTECT, related_name="+", db_index=False)
    message_type = models.CharField(max_length=10)
    # To whom it goes, and who speaks. Nobody asks by them, or by the line below, alone.
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    speaker = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", db_index=False
    )
    delivery = models.ForeignKey("exchange.Delivery", models.PROTECT, related_name="+")
    # The line of the delivery's course; empty for a document, and for its arrival (01). Of a
    # document: the request (13) that a recall without a document of its own led to.
    report = models.ForeignKey(
        "exchange.StatusReport", models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=12, default=FetchState.INITIAL)
    # What the system said last, as it said it.
    said = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "delivery", "message_type"],
                condition=Q(report__isnull=True),
                name="vxp_item_delivery_once",
            ),
            models.UniqueConstraint(
                fields=["system", "report"],
                condition=Q(report__isnull=False),
                name="vxp_item_report_once",
            ),
            one_of("message_type", MessageType, "vxp_item_type"),
            one_of("state", FetchState, "vxp_item_state"),
        ]
        indexes = [
            models.Index(
                fields=["system", "message_type", "id"],
                condition=~Q(state=FetchState.DONE),
                name="vxp_item_listed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class AgencyRequest(models.Model):
    """A system asks for an agency to be entered, changed or taken off; operators decide."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey("systems.System", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    state = models.CharField("trạng thái", max_length=10, default=RequestState.ASKED)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    telephone = models.CharField(max_length=50, blank=True)
    parent_code = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField("ý kiến", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "kind", "code"],
                condition=Q(state=RequestState.ASKED),
                name="vxp_request_one_waits",
            ),
            one_of("kind", RequestKind, "vxp_request_kind"),
            one_of("state", RequestState, "vxp_request_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Call(models.Model):
    """A call of a known system, kept for 90 days: what its owner looks at when something fails."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey("systems.System", models.PROTECT, related_name="+", db_index=False)
    operation = models.CharField(max_length=30)
    # For whom, where the call says so and that agency is one of the system's.
    agency = models.ForeignKey("directory.Agency", models.PROTECT, null=True, related_name="+")
    # Of the refusal; empty for a success.
    code = models.CharField(max_length=80, blank=True)
    said = models.CharField(max_length=500, blank=True)
    # `DocId` or `docId`, as it was asked for or given.
    reference = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=45, blank=True)
    called_at = models.DateTimeField(db_index=True)
    milliseconds = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["system", "-id"], name="vxp_call_log")]

    def __str__(self) -> str:
        return f"{self.operation} {self.code}"
