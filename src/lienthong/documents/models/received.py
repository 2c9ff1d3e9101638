"""What is known of documents that came on paper or by mail."""

from django.db import models

from lienthong.documents.models.documents import Document


class Reception(models.Model):
    """What is known of a document that its author did not send here: it came on paper or by mail.

    It is the picture that one agency has of it, and no version of the author's own document: its
    issuer is the row of all who are unlisted. `author` as it stands in the book.
    """

    document = models.OneToOneField(
        Document, models.PROTECT, primary_key=True, related_name="reception"
    )
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    author = models.CharField("tác giả", max_length=200)
    author_agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return self.author
