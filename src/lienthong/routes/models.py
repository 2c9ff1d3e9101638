"""Routes, whom they lead to, what they carry and what they brought."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.ids import uuid7
from lienthong.routes.types import (
    DifferenceKind,
    FetchedState,
    ParcelKind,
    ParcelState,
    RouteKind,
    RouteState,
    Trouble,
)
from lienthong.tables.constraints import one_of


class Route(models.Model):
    """A way to agencies of other installations. Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.CharField("tên ngắn", max_length=40, unique=True)
    name = models.CharField("tên tuyến", max_length=100)
    kind = models.CharField("loại", max_length=10)
    state = models.CharField("trạng thái", max_length=10, default=RouteState.ON)
    address = models.CharField("địa chỉ", max_length=300)
    # Under which name the other side knows us, and what proves it, encrypted.
    caller = models.CharField("mã kết nối", max_length=100)
    sealed = models.BinaryField()
    # In CIDR, separated by spaces: private networks in which the other side may lie.
    networks = models.TextField("mạng riêng", blank=True)
    # In PEM: who vouches for the other side's server, beside the authorities of the machine.
    authority = models.TextField(blank=True)
    # Code trees, separated by spaces; see `types.NewRoute`.
    stands_for = models.TextField("đại diện cho", blank=True)
    leads_to = models.TextField("dẫn tới", blank=True)
    cost = models.PositiveIntegerField("chi phí", default=100)
    # Of mail: who sends the letters, where their links lead, and the most bytes of one letter.
    sender = models.EmailField("địa chỉ gửi", default="", db_default="", blank=True)
    site = models.CharField("địa chỉ trang xác nhận", max_length=200, default="", db_default="")
    largest = models.PositiveIntegerField("thư lớn nhất", default=0, db_default=0)
    created_at = models.DateTimeField()
    # Also the lease: who works on it moves it into the future, with a token of its own.
    due_at = models.DateTimeField()
    token = models.UUIDField(null=True)
    poll_at = models.DateTimeField()
    list_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    # Since when nothing was answered at all; empty while parts of its work succeed.
    unreached_since = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, blank=True, default=Trouble.NONE)
    said = models.CharField(max_length=300, blank=True)
    succeeded_at = models.DateTimeField(null=True)
    listed_at = models.DateTimeField(null=True)
    # SHA-256 of the agencies that a much shorter list lacks, and since when it lacks the same.
    lacking = models.CharField(max_length=64, default="")
    lacking_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("kind", RouteKind, "routes_route_kind"),
            one_of("state", RouteState, "routes_route_state"),
            one_of("trouble", Trouble, "routes_route_trouble"),
        ]

    def __str__(self) -> str:
        return self.slug


class Reached(models.Model):
    """An agency lies behind a route; gone when it is listed no more, or was taken off.

    Whom a route of mail leads to is said by the operator; others are entered from a list.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Its unique key below begins with it.
    route = models.ForeignKey(Route, models.PROTECT, related_name="reached", db_index=False)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    is_gone = models.BooleanField(default=False)
    # The mailbox, where the route is mail.
    address = models.EmailField("hộp thư", default="", db_default="", blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["route", "agency"], name="routes_reached_once")
        ]

    def __str__(self) -> str:
        return f"{self.route_id}: {self.agency_id}"


class Difference(models.Model):
    """What the last list of the other side left to an operator; written anew with each list."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    route = models.ForeignKey(Route, models.CASCADE, related_name="differences")
    kind = models.CharField(max_length=16)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    said = models.CharField(max_length=300, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [one_of("kind", DifferenceKind, "routes_difference_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Parcel(models.Model):
    """A document or a status on its way to the other side; made with what it tells of.

    The same bytes are brought until the other side says that it has them, so an answer that is
    lost costs nothing. `reference` is the other side's name for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    route = models.ForeignKey(Route, models.PROTECT, related_name="parcels", db_index=False)
    kind = models.CharField(max_length=10)
    # The sending, of a document; the line of the course, of a status.
    dispatch = models.ForeignKey("exchange.Dispatch", models.PROTECT, null=True, related_name="+")
    report = models.ForeignKey("exchange.StatusReport", models.PROTECT, null=True, related_name="+")
    # Of a letter: the one delivery that it is about; each recipient gets a letter of its own.
    delivery = models.ForeignKey("exchange.Delivery", models.PROTECT, null=True, related_name="+")
    speaker = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    state = models.CharField("trạng thái", max_length=12, default=ParcelState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=80, blank=True)
    said = models.CharField(max_length=500, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    # What was brought first, without its files, until it is carried: the same is brought again.
    made = models.BinaryField(default=bytes)
    # It was begun to be brought, and how that ended is not known.
    may_be_there = models.BooleanField(default=False)
    # That of a route which could not carry it.
    instead_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            one_of("kind", ParcelKind, "routes_parcel_kind"),
            one_of("state", ParcelState, "routes_parcel_state"),
            models.CheckConstraint(
                condition=Q(kind=ParcelKind.DOCUMENT, dispatch__isnull=False, report__isnull=True)
                | Q(kind=ParcelKind.STATUS, dispatch__isnull=True, report__isnull=False),
                name="routes_parcel_holds_one",
            ),
            models.UniqueConstraint(
                fields=["route", "dispatch"],
                condition=Q(dispatch__isnull=False, instead_of__isnull=True, delivery__isnull=True),
                name="routes_parcel_dispatch_once",
            ),
            models.UniqueConstraint(
                fields=["instead_of", "route"],
                condition=Q(instead_of__isnull=False, delivery__isnull=True),
                name="routes_parcel_instead_once",
            ),
            models.UniqueConstraint(
                fields=["delivery", "route"],
                condition=Q(
                    delivery__isnull=False, dispatch__isnull=False, instead_of__isnull=True
                ),
                name="routes_parcel_letter_once",
            ),
            models.UniqueConstraint(
                fields=["instead_of", "route", "delivery"],
                condition=Q(instead_of__isnull=False, delivery__isnull=False),
                name="routes_parcel_letter_instead_once",
            ),
            models.UniqueConstraint(
                fields=["route", "report"],
                condition=Q(report__isnull=False),
                name="routes_parcel_report_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["route", "due_at", "id"],
                condition=Q(state=ParcelState.WAITING),
                name="routes_parcel_waiting",
            ),
            models.Index(fields=["route", "state", "-id"], name="routes_parcel_listed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Load(models.Model):
    """A delivery that a parcel is about.

    At a sister it is a delivery there as well, whose course is read until it ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="loads", db_index=False)
    delivery = models.ForeignKey("exchange.Delivery", models.PROTECT, related_name="+")
    their_delivery = models.CharField(max_length=40, blank=True)
    # The recipient has it; others of the parcel may still wait.
    is_there = models.BooleanField(default=False)
    # The other side's name for what was brought for this one alone.
    reference = models.CharField(max_length=100, blank=True, default="")
    # Lines of the course there that were taken over; a course that has ended is read no more.
    lines_read = models.PositiveIntegerField(default=0)
    is_followed = models.BooleanField(default=False)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel", "delivery"], name="routes_load_once")
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(is_followed=True), name="routes_load_followed")
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id}: {self.delivery_id}"


class KeptReceipt(models.Model):
    """What the ledger of the other side says of a delivery, as it came; checked by its key there.

    Kept for ever: it proves what happened there, also when that installation is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    load = models.ForeignKey(Load, models.PROTECT, related_name="receipts", db_index=False)
    # The record there that it proves.
    record = models.CharField(max_length=40)
    # Where it is asked for there, and what came; empty until that record has its place.
    href = models.CharField(max_length=300, default="")
    content = models.TextField(blank=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["load", "record"], name="routes_receipt_once")
        ]
        indexes = [
            models.Index(fields=["kept_at"], condition=Q(content=""), name="routes_receipt_wanted")
        ]

    def __str__(self) -> str:
        return self.record


class Fetched(models.Model):
    """A package that the other side listed for us, by its own id there; taken in once.

    `package` is empty where the same document had come by another road before.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    route = models.ForeignKey(Route, models.PROTECT, related_name="fetched", db_index=False)
    their_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    state = models.CharField("trạng thái", max_length=12)
    package = models.ForeignKey("gateways.Package", models.PROTECT, null=True, related_name="+")
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    code = models.CharField(max_length=80, blank=True)
    said = models.CharField(max_length=500, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["route", "their_id"], name="routes_fetched_once"),
            one_of("kind", ParcelKind, "routes_fetched_kind"),
            one_of("state", FetchedState, "routes_fetched_state"),
        ]
        indexes = [models.Index(fields=["route", "state", "-id"], name="routes_fetched_listed")]

    def __str__(self) -> str:
        return f"{self.their_id}: {self.state}"
