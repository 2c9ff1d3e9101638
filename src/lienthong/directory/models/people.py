"""People and their posts."""

from django.db import models
from django.db.models import F, Q

from lienthong.directory.models.agencies import Agency, Unit
from lienthong.directory.types import Role
from lienthong.kernel.ids import uuid7
from lienthong.tables.constraints import one_of


class Person(models.Model):
    """A person, who may hold several posts in the course of time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField("họ và tên", max_length=100)
    name_folded = models.CharField(max_length=100, editable=False)
    email = models.EmailField("thư công vụ", blank=True)
    # Chosen by the form: sending it twice enters one person. None where no form was.
    key = models.CharField(max_length=100, null=True, blank=True, unique=True, editable=False)

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
    # Chosen by the form, as that of a person.
    key = models.CharField(max_length=100, null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            one_of("role", Role, "directory_post_role"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="directory_post_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"
