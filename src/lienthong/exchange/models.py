"""The tables of exchange: what was sent, its way to each recipient, what each side reported."""

from django.db import models
from django.db.models import Q

from lienthong.documents.types import RecipientRole
from lienthong.exchange.types import (
    ChangeKind,
    DeliveryState,
    DispatchKind,
    NotCarried,
    PaperState,
    PaperWay,
    StatusCode,
    UrgedAbout,
)
from lienthong.kernel.ids import uuid7
from lienthong.tables.constraints import one_of


class Dispatch(models.Model):
    """One sending of one version to one or more agencies.

    Written in the transaction that promises it and never changed: the key and the digest say for
    ever what a repetition of it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(
        "documents.Version", models.PROTECT, related_name="+", db_index=False
    )
    sender = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, default=DispatchKind.NEW)
    key = models.CharField("khóa của người gửi", max_length=100)
    digest = models.CharField(max_length=64)
    admitted_at = models.DateTimeField("gửi lúc")
    admitted_by = models.CharField("người gửi", max_length=100)
    # The line of the ledger; its items are the deliveries.
    record_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "key"], name="exchange_dispatch_key_once"),
            one_of("kind", DispatchKind, "exchange_dispatch_kind"),
        ]
        indexes = [
            models.Index(fields=["sender", "-admitted_at"], name="exchange_dispatch_sent"),
            models.Index(fields=["version"], name="exchange_dispatch_version"),
        ]

    def __str__(self) -> str:
        return f"{self.sender} → {self.version}"


class Delivery(models.Model):
    """The way of one dispatch to one agency; the proof of what was sent to whom, never deleted.

    `state`, `state_since` and `pending_request` are what the published rule makes of the status
    reports (see rules.standing); they are kept so that lists need no derivation. Those of a version
    are found by its dispatches.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # No index of its own for any key here: the indexes below begin with what is looked up.
    dispatch = models.ForeignKey(
        Dispatch, models.PROTECT, related_name="deliveries", db_index=False
    )
    # Repeated from the dispatch, so that a list of one agency is one index.
    version = models.ForeignKey(
        "documents.Version", models.PROTECT, related_name="+", db_index=False
    )
    sender = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    recipient = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", db_index=False
    )
    # As they were named on that day: a renaming later does not change the proof.
    recipient_name = models.CharField(max_length=200)
    recipient_code = models.CharField(max_length=35)
    role = models.CharField(max_length=16, default=RecipientRole.ACTION)
    admitted_at = models.DateTimeField()
    accept_by = models.DateTimeField("hạn tiếp nhận")
    # The policy row by which `accept_by` was computed.
    accept_policy = models.ForeignKey(
        "documents.Policy", models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField("trạng thái", max_length=16, default=DeliveryState.SENT)
    # Empty until something is reported: since it was sent.
    state_since = models.DateTimeField(null=True)
    # It was there in the moment in which it was sent, and no row says so: see queries.courses.
    arrived_at_once = models.BooleanField(default=False, db_default=False)
    pending_request = models.UUIDField(null=True)
    # Its place among all that arrived at the recipient, given when somebody lists them: see
    # services.list_arrivals. Empty until then.
    arrival_number = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                # With the code as it was sent: what went to two that merged goes to one twice.
                fields=["dispatch", "recipient", "recipient_code"],
                name="exchange_delivery_one_per_recipient",
            ),
            one_of("role", RecipientRole, "exchange_delivery_role"),
            one_of("state", DeliveryState, "exchange_delivery_state"),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "state", "-admitted_at", "-id"], name="exchange_delivery_inbox"
            ),
            models.Index(
                fields=["sender", "state", "accept_by", "id"], name="exchange_delivery_late"
            ),
            models.Index(
                fields=["recipient", "arrival_number", "id"], name="exchange_delivery_arrival"
            ),
            models.Index(
                fields=["recipient", "pending_request"],
                condition=Q(pending_request__isnull=False),
                name="exchange_delivery_asked_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_name}: {self.state}"


class Paper(models.Model):
    """The paper that goes beside a delivery, where the rule of its day asks for both (A5).

    Written with the delivery, and for no other. Its sender marks that it went, its recipient that
    it came; either may take back what it marked, and the ledger keeps both. Never deleted.
    """

    delivery = models.OneToOneField(Delivery, models.PROTECT, primary_key=True)
    # As of the delivery, so that a list of one agency is one index.
    sender = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    recipient = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", db_index=False
    )
    policy = models.ForeignKey("documents.Policy", models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField("hạn gửi bản giấy")
    state = models.CharField(max_length=8, default=PaperState.OWED)
    sent_on = models.DateField("ngày gửi bản giấy", null=True)
    way = models.CharField("cách gửi", max_length=8, blank=True)
    post_number = models.CharField("số hiệu bưu gửi", max_length=30, blank=True)
    sent_by = models.CharField(max_length=100, blank=True)
    arrived_on = models.DateField("ngày nhận bản giấy", null=True)
    arrived_by = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PaperState.ARRIVED, arrived_on__isnull=False)
                | Q(state=PaperState.SENT, arrived_on__isnull=True, sent_on__isnull=False)
                | Q(state=PaperState.OWED, arrived_on__isnull=True, sent_on__isnull=True),
                name="exchange_paper_state_follows_marks",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True, way="")
                | Q(sent_on__isnull=False, way__in=[str(way) for way in PaperWay]),
                name="exchange_paper_way_of_what_went",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sender", "state", "due_on", "delivery"], name="exchange_paper_to_send"
            ),
            models.Index(
                fields=["recipient", "state", "due_on", "delivery"], name="exchange_paper_to_come"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.state}"


class ArrivalCounter(models.Model):
    """The last place that was given to an arrival at an agency; whoever gives places locks it.

    Written when a system of the agency first lists what arrived, and by a restore.
    """

    agency = models.OneToOneField(
        "directory.Agency", models.PROTECT, primary_key=True, related_name="+"
    )
    last = models.PositiveBigIntegerField(default=0)
    # New places come after this one too: up to it some were given that a restore knows nothing of.
    begins_after = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.last}"

    @property
    def following(self) -> int:
        """The place of what arrives next."""
        return max(self.last, self.begins_after) + 1


class Handover(models.Model):
    """A delivery went to another agency because its recipient had ended, or ended meanwhile.

    The delivery keeps the name and the code to which it was sent; `to_agency` acts for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="handovers")
    from_agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    to_agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "from_agency", "to_agency"], name="exchange_handover_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.from_agency_id} → {self.to_agency_id}"


class ChangeRequest(models.Model):
    """A sender asks its recipients to give a document back, or to take a newer one (A12).

    Answered by status reports 15 and 16, one a delivery; never deleted. For an update or a
    replacement, `new_version` is what comes instead.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=16)
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="change_requests")
    new_version = models.ForeignKey(
        "documents.Version", models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField("lý do", max_length=500)
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    requested_at = models.DateTimeField()
    requested_by = models.CharField(max_length=100)
    record_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "key"], name="exchange_change_key_once"),
            one_of("kind", ChangeKind, "exchange_change_kind"),
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.RECALL, new_version__isnull=True)
                | Q(kind__in=[ChangeKind.UPDATE, ChangeKind.REPLACEMENT]),
                name="exchange_change_recall_brings_nothing_new",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.dispatch}"


class StatusReport(models.Model):
    """What one side told the other about a delivery; a log, only ever appended to.

    A request of the sender (13, update, replacement) is a line here as well, one a delivery, so
    that answers pair with it. That a delivery was there at once is only written where something
    has to point at it, under the id of the delivery.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="reports", db_index=False)
    code = models.CharField(max_length=2)
    # Chosen by the reporter: repeating it repeats the answer, not the report.
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    reporter = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=100, blank=True)
    note = models.CharField("nội dung", max_length=500, blank=True)
    change = models.ForeignKey(
        ChangeRequest, models.PROTECT, null=True, related_name="reports", db_index=False
    )
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="answered_by", db_index=False
    )
    # Number and day in the recipient's own book, for an acceptance where that is kept elsewhere.
    entry_number = models.CharField("số đến", max_length=30, blank=True)
    entered_on = models.DateField("ngày đến", null=True)
    stamped_at = models.DateTimeField("thời điểm do bên báo ghi")
    received_at = models.DateTimeField("thời điểm nhận được")
    record_id = models.UUIDField(null=True)
    # Written by a route in the recipient's place, who said nothing: why it did not come there.
    not_carried = models.CharField(max_length=16, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            # Also how the course of a delivery is found: a few lines, sorted when they are shown.
            models.UniqueConstraint(
                fields=["delivery", "reporter", "key"], name="exchange_report_key_once"
            ),
            one_of("code", StatusCode, "exchange_report_code"),
            models.CheckConstraint(
                condition=Q(not_carried__in=["", *(str(one) for one in NotCarried)]),
                name="exchange_report_not_carried",
            ),
        ]
        indexes = [
            models.Index(
                fields=["change"],
                condition=Q(change__isnull=False),
                name="exchange_report_change",
            )
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.code}"


class Urging(models.Model):
    """Somebody was reminded of what is late about a delivery; once a day at most, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="urgings", db_index=False)
    about = models.CharField(max_length=16)
    # The day in Vietnam: of two who urge on one day only the first does.
    urged_on = models.DateField()
    urged_at = models.DateTimeField()
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    urged_by = models.CharField("người nhắc", max_length=100)
    # Of the form or call: the same again is the same urging.
    key = models.CharField(max_length=100)
    # Empty for one inside an agency.
    record_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "about", "urged_on"], name="exchange_urging_once_a_day"
            ),
            one_of("about", UrgedAbout, "exchange_urging_about"),
        ]
        indexes = [
            models.Index(fields=["urged_on"], name="exchange_urging_by_day"),
            models.Index(fields=["key"], name="exchange_urging_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.about}"
