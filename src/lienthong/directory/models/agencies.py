"""Agencies, their codes and names, and what became of them; units."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lienthong.directory.types import AgencyClass, AgencyLevel, CodeForm, SuccessionKind
from lienthong.kernel.ids import uuid7
from lienthong.tables.constraints import one_of


class Agency(models.Model):
    """A body that issues and receives official documents, from its founding to its end.

    Never deleted: documents of any year name it. A new name leaves a FormerName and a new code
    leaves the old one; a merger or a split closes the agency by `valid_to` and leaves Successions.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField("tên cơ quan", max_length=200)
    name_folded = models.CharField(max_length=200, editable=False)
    # As it stands in its own notations: the UBND of 9459/UBND-TTTH.
    abbreviation = models.CharField("chữ viết tắt", max_length=30)
    abbreviation_folded = models.CharField(max_length=30, editable=False, blank=True)
    agency_class = models.CharField("loại cơ quan", max_length=16, default=AgencyClass.STATE)
    level = models.CharField("cấp", max_length=16, default=AgencyLevel.DEPARTMENT)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    # Where its documents are dated: "Biên Hòa, ngày …".
    place = models.CharField("địa danh", max_length=50, blank=True)
    email = models.EmailField("hộp thư công vụ", blank=True)
    telephone = models.CharField("điện thoại", max_length=40, blank=True)
    address = models.CharField("địa chỉ", max_length=250, blank=True)
    # Whether its books are kept in this installation, or in software of its own that sends by the
    # API. It decides who gives the outgoing number: exactly one of the two may.
    books_here = models.BooleanField("lập sổ tại đây", default=True, db_default=True)
    # Of another installation, known because a route leads there: nobody of it works here.
    is_outside = models.BooleanField("ngoài hệ thống này", default=False, db_default=False)
    valid_from = models.DateField("hoạt động từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    # Of all that the list of agencies says: codes, participation and successors too. By the clock
    # of the database, which is one for all processes; only for `changed_since`.
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            one_of("agency_class", AgencyClass, "directory_agency_class"),
            one_of("level", AgencyLevel, "directory_agency_level"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="directory_agency_days_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["name_folded"], name="directory_agency_folded"),
            models.Index(fields=["changed_at"], name="directory_agency_changed"),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyCode(models.Model):
    """A code by which the world names an agency; old codes keep pointing to it."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="codes")
    code = models.CharField("mã định danh", max_length=35, unique=True)
    form = models.CharField(max_length=16, default=CodeForm.QD_20)
    # The one that we write; an agency has one at a time.
    is_current = models.BooleanField(default=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("form", CodeForm, "directory_code_form"),
            models.UniqueConstraint(
                fields=["agency"], condition=Q(is_current=True), name="directory_code_one_current"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class FormerName(models.Model):
    """A name that an agency bore until a day; it is still found by it."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="former_names")
    name = models.CharField("tên cũ", max_length=200)
    name_folded = models.CharField(max_length=200, editable=False)
    abbreviation = models.CharField("chữ viết tắt cũ", max_length=30)
    ended_on = models.DateField("đến hết ngày")
    source = models.CharField("văn bản quyết định", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "ended_on"], name="directory_former_name_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """What became of an agency on a day: merged into another, or split into several."""

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="precessions")
    kind = models.CharField(max_length=16)
    happened_on = models.DateField()
    source = models.CharField("văn bản quyết định", max_length=200, blank=True)
    # The one of several successors to whom go what is sent to the old code, the books, and what
    # was named for nobody else.
    is_heir = models.BooleanField("kế thừa chính", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=Q(is_heir=True),
                name="directory_succession_one_heir",
            ),
            one_of("kind", SuccessionKind, "directory_succession_kind"),
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="directory_succession_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class Unit(models.Model):
    """A part of an agency: phòng, ban, trung tâm; documents are handed to it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units")
    name = models.CharField("tên đơn vị", max_length=200)
    abbreviation = models.CharField("chữ viết tắt", max_length=30, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="directory_unit_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class RecipientGroup(models.Model):
    """A name in a recipients block that stands for many: "các Sở, ban, ngành" (A13).

    It expands to the agencies of that day: those of its levels and classes, and its named members.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField("tên nhóm", max_length=100)
    # Unique without tones: a recipients block is often typed without them.
    name_folded = models.CharField(max_length=100, unique=True, editable=False)
    parent = models.ForeignKey(Agency, models.CASCADE, null=True, blank=True)
    levels = models.JSONField(default=list, blank=True)
    classes = models.JSONField(default=list, blank=True)
    members = models.ManyToManyField(Agency, blank=True, related_name="groups")

    def __str__(self) -> str:
        return self.name
