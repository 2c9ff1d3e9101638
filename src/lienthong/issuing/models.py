"""The tables of issuing: drafts, their recipients and files, and the steps of their issue."""

from django.db import models
from django.db.models import Q

from lienthong.documents.rules.copies import Carrier
from lienthong.documents.types import RecipientRole, Urgency
from lienthong.issuing.types import DraftState, Origin
from lienthong.kernel.ids import uuid7
from lienthong.tables.constraints import one_of


class Draft(models.Model):
    """A document on its way to being issued; ends issued (it then has a version) or withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    drafted_by = models.ForeignKey("directory.Post", models.PROTECT, related_name="+")
    # Chosen by the form: sending it twice makes one draft.
    key = models.CharField(max_length=100)
    # SHA-256 of all that the form said and of its files: what a repetition is known by.
    digest = models.CharField(max_length=64)
    origin = models.CharField(max_length=16, default=Origin.HERE)
    state = models.CharField(max_length=24, default=DraftState.DRAFTING)
    kind = models.CharField("loại văn bản", max_length=30)
    subject = models.CharField("trích yếu", max_length=500)
    notation = models.CharField("ký hiệu", max_length=40)
    urgency = models.CharField("mức độ khẩn", max_length=16, default=Urgency.NORMAL)
    due_on = models.DateField("hạn trả lời", null=True)
    slip = models.CharField("phiếu trình", max_length=2000, blank=True)
    signer = models.ForeignKey("directory.Post", models.PROTECT, null=True, related_name="+")
    signer_name = models.CharField(max_length=255, blank=True)
    signer_position = models.CharField(max_length=100, blank=True)
    signer_authority = models.CharField(max_length=100, blank=True)
    # Only for a file that was completed elsewhere.
    given_number = models.PositiveIntegerField(null=True)
    given_suffix = models.CharField(max_length=4, blank=True)
    given_issued_on = models.DateField(null=True)
    answers_entry = models.ForeignKey(
        "registers.Entry", models.PROTECT, null=True, related_name="+"
    )
    # The bytes as the last step left them.
    content = models.ForeignKey("blobs.Blob", models.PROTECT, related_name="+")
    content_name = models.CharField(max_length=200)
    page_count = models.PositiveIntegerField(default=0)
    # A picture of a paper with seal and signature, brought in where no certificate is held (C3).
    is_scan = models.BooleanField(default=False)
    # The signature that is under way: only what was prepared for this file is put into it.
    signing_request = models.UUIDField(null=True)
    # The file that was given out to be signed elsewhere, and until when it may come back.
    to_sign = models.ForeignKey("blobs.Blob", models.PROTECT, null=True, related_name="+")
    to_sign_until = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=500, blank=True)
    entry = models.OneToOneField("registers.Entry", models.PROTECT, null=True, related_name="+")
    version = models.OneToOneField("documents.Version", models.PROTECT, null=True, related_name="+")
    dispatch = models.OneToOneField(
        "exchange.Dispatch", models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "key"], name="issuing_draft_key_once"),
            one_of("state", DraftState, "issuing_draft_state"),
            one_of("origin", Origin, "issuing_draft_origin"),
            one_of("urgency", Urgency, "issuing_draft_urgency"),
            models.CheckConstraint(
                condition=~Q(state=DraftState.ISSUED)
                | Q(version__isnull=False, entry__isnull=False, issued_at__isnull=False),
                name="issuing_draft_issued_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state=DraftState.ON_PAPER)
                | Q(entry__isnull=False, origin=Origin.COPY),
                name="issuing_draft_on_paper_is_entered",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-created_at"], name="issuing_draft_state")
        ]

    def __str__(self) -> str:
        return self.subject


class DraftRecipient(models.Model):
    """A line of the draft's recipients block."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="recipients")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    role = models.CharField(max_length=16)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(
        "directory.RecipientGroup", models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "position"], name="issuing_recipient_position_once"
            ),
            one_of("role", RecipientRole, "issuing_recipient_role"),
        ]

    def __str__(self) -> str:
        return self.text


class DraftAttachment(models.Model):
    """A file that goes with the draft."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    content = models.ForeignKey("blobs.Blob", models.PROTECT, related_name="+")
    # As it was before the agency sealed it; None: it is not sealed here.
    unsealed = models.ForeignKey("blobs.Blob", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "position"], name="issuing_attachment_position_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class DraftCopy(models.Model):
    """Of a draft that is a copy: which document it copies, from which carrier to which."""

    draft = models.OneToOneField(Draft, models.CASCADE, primary_key=True, related_name="copy_of")
    original = models.ForeignKey("documents.Version", models.PROTECT, null=True, related_name="+")
    # As the original calls itself; all there is of a paper that is not in the system.
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    reference_code = models.CharField("số, ký hiệu", max_length=100)
    issued_on = models.DateField("ngày văn bản")
    kind = models.CharField("loại văn bản", max_length=30)
    subject = models.CharField("trích yếu", max_length=2000)
    source = models.CharField(max_length=16)
    target = models.CharField(max_length=16)
    place = models.CharField("địa danh", max_length=100, blank=True)

    class Meta:
        constraints = [
            one_of("source", Carrier, "issuing_copy_source"),
            one_of("target", Carrier, "issuing_copy_target"),
        ]

    def __str__(self) -> str:
        return f"{self.draft} < {self.reference_code}"


class Step(models.Model):
    """What happened to a draft, by whom, and the bytes that it left; a log."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="steps")
    name = models.CharField(max_length=24)
    note = models.CharField(max_length=500, blank=True)
    actor_name = models.CharField(max_length=100)
    # Of who acts for the head of the agency above: the line, the own title and that agency.
    actor_title = models.CharField(max_length=500, blank=True)
    content = models.ForeignKey("blobs.Blob", models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_at", "id"]

    def __str__(self) -> str:
        return f"{self.name}: {self.draft}"
