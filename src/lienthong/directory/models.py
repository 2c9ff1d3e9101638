"""The tables of the directory; only this package touches them."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from lienthong.directory.types import (
    AgencyClass,
    AgencyLevel,
    CodeForm,
    ImportState,
    PartnerScope,
    ReorganisationState,
    Role,
    SuccessionKind,
)
from lienthong.kernel.ids import uuid7


def _one_of(field: str, values: type[StrEnum], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [str(value) for value in values]}), name=name
    )


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
    valid_from = models.DateField("hoạt động từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            _one_of("agency_class", AgencyClass, "directory_agency_class"),
            _one_of("level", AgencyLevel, "directory_agency_level"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="directory_agency_days_in_order",
            ),
        ]
        indexes = [models.Index(fields=["name_folded"], name="directory_agency_folded")]

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
            _one_of("form", CodeForm, "directory_code_form"),
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
            _one_of("kind", SuccessionKind, "directory_succession_kind"),
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


class Person(models.Model):
    """A person, who may hold several posts in the course of time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField("họ và tên", max_length=100)
    name_folded = models.CharField(max_length=100, editable=False)
    email = models.EmailField("thư công vụ", blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=~Q(email=""), name="directory_person_email_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A person's post in an agency from a day to a day; rights follow from those held today."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="posts")
    role = models.CharField("vai trò", max_length=16)
    # As printed over a signature: "Phó Chủ tịch", "Giám đốc", "Văn thư".
    title = models.CharField("chức vụ", max_length=100)
    # The prefix of a signer who signs for another: "KT. CHỦ TỊCH" (Decree 30/2020, Article 13).
    authority = models.CharField("thẩm quyền ký", max_length=100, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            _one_of("role", Role, "directory_post_role"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="directory_post_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"


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
            _one_of("partners", PartnerScope, "directory_participation_partners"),
            models.UniqueConstraint(
                fields=["agency", "starts_on"], name="directory_participation_one_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} từ {self.starts_on}"


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
            _one_of("state", ImportState, "directory_import_state"),
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
    """A decision that agencies merge, split, change names or codes on a day; never deleted.

    `plan` is what was decided, `moved` what went where when it took effect. `problem` says why it
    did not on its day; it is tried again until it does or somebody cancels it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=100, unique=True)
    happens_on = models.DateField("ngày hiệu lực")
    source = models.CharField("văn bản quyết định", max_length=200)
    plan = models.JSONField()
    plan_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=16, default=ReorganisationState.PLANNED)
    moved = models.JSONField(default=dict)
    problem = models.CharField(max_length=500, blank=True)
    decided_by = models.CharField(max_length=100)
    decided_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    record_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["-happens_on", "-id"]
        constraints = [
            _one_of("state", ReorganisationState, "directory_reorganisation_state"),
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
