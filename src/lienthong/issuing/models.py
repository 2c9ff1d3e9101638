"""The tables of issuing: drafts, their recipients, files and comments, the steps of their issue."""

from django.db import models
from django.db.models import Q

from lienthong.documents.rules.copies import Carrier
from lienthong.documents.types import RecipientRole, Urgency
from lienthong.issuing.types import CommentRequestState, DraftState, Origin, Treatment
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
    # What rules about sending ask of it (A5).
    concern = models.CharField("nội dung về", max_length=16, blank=True, default="", db_default="")
    period = models.CharField("kỳ báo cáo", max_length=16, blank=True, default="", db_default="")
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
    # Of a letter that asks other agencies for comments: the draft that they are about.
    consults = models.ForeignKey("self", models.PROTECT, null=True, related_name="letters")
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
    # Of the drafting agency's own units.
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")

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


class CommentRequest(models.Model):
    """That comments on a draft are asked of colleagues until a day.

    Ends at the latest with the signature. While it is open it is their right to read the draft.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="comment_requests")
    # Chosen by the form, as that of a draft; digest: of what the form said.
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    question = models.CharField("nội dung cần góp ý", max_length=500, blank=True)
    due_on = models.DateField("góp ý trước hết ngày")
    asked_by = models.ForeignKey("directory.Post", models.PROTECT, related_name="+")
    asked_by_name = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=16, default=CommentRequestState.OPEN)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "key"], name="issuing_comments_key_once"),
            one_of("state", CommentRequestState, "issuing_comments_state"),
            models.CheckConstraint(
                condition=Q(state=CommentRequestState.OPEN, ended_at__isnull=True)
                | (~Q(state=CommentRequestState.OPEN) & Q(ended_at__isnull=False)),
                name="issuing_comments_end_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft}: {self.question}"


class Commenter(models.Model):
    """Who is asked for comments: a post, or a unit, for which whoever is in it answers."""

    request = models.ForeignKey(CommentRequest, models.PROTECT, related_name="commenters")
    post = models.ForeignKey("directory.Post", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=True) ^ Q(unit__isnull=True),
                name="issuing_commenter_is_one",
            ),
            models.UniqueConstraint(fields=["request", "post"], name="issuing_commenter_post_once"),
            models.UniqueConstraint(fields=["request", "unit"], name="issuing_commenter_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.post or self.unit}"


class Comment(models.Model):
    """What somebody who was asked said about a draft, and what its author did with that.

    Said once and never changed; the author's word may be, until the draft is signed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(CommentRequest, models.PROTECT, related_name="comments")
    commenter = models.ForeignKey(Commenter, models.PROTECT, related_name="comments")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    said_by = models.ForeignKey("directory.Post", models.PROTECT, related_name="+")
    said_by_name = models.CharField(max_length=100)
    said_by_title = models.CharField(max_length=500, blank=True)
    agrees = models.BooleanField(default=False)
    text = models.CharField("ý kiến", max_length=5000, blank=True)
    page = models.PositiveIntegerField("trang", null=True)
    file = models.ForeignKey("blobs.Blob", models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    # The draft's file as the commenter saw it.
    content = models.ForeignKey("blobs.Blob", models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    treatment = models.CharField(max_length=16, blank=True)
    explanation = models.CharField("giải trình", max_length=2000, blank=True)
    treated_by_name = models.CharField(max_length=100, blank=True)
    treated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "said_by", "key"], name="issuing_comment_key_once"
            ),
            models.CheckConstraint(
                condition=Q(agrees=True, text="", file__isnull=True)
                | (Q(agrees=False) & (~Q(text="") | Q(file__isnull=False))),
                name="issuing_comment_agrees_or_says",
            ),
            models.CheckConstraint(
                condition=Q(treatment="", treated_at__isnull=True)
                | Q(treatment__in=[str(each) for each in Treatment], treated_at__isnull=False),
                name="issuing_comment_treatment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said_by_name}: {self.text[:60]}"


class AgencyComment(models.Model):
    """What another agency says about a draft, as its author noted it for the summary.

    The agency's own document stays what it said; this line may be put right.
    """

    letter = models.ForeignKey(Draft, models.PROTECT, related_name="agency_comments")
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    agrees = models.BooleanField(default=False)
    text = models.CharField("ý kiến", max_length=5000, blank=True)
    treatment = models.CharField(max_length=16, blank=True)
    explanation = models.CharField("giải trình", max_length=2000, blank=True)
    noted_by_name = models.CharField(max_length=100)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "agency"], name="issuing_agency_comment_once"
            ),
            models.CheckConstraint(
                condition=Q(agrees=True, text="") | (Q(agrees=False) & ~Q(text="")),
                name="issuing_agency_comment_agrees_or_says",
            ),
            models.CheckConstraint(
                condition=Q(treatment__in=["", *(str(each) for each in Treatment)]),
                name="issuing_agency_comment_treatment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.text[:60]}"
