"""Ids, times and texts are such that they can be shown outside (point 10 of the shape)."""

import re

from django.apps import apps
from django.conf import settings
from django.db import models
from tests.architecture.tree import SOURCE, within

# Rows that nobody outside ever names: they are read through what they belong to.
INNER = {
    "blobs.Custody",
    "blobs.Holders",
    "directory.AgencyCode",
    "directory.DirectoryHold",
    "directory.FormerName",
    "directory.ImportLine",
    "directory.Succession",
    "documents.Attachment",
    "documents.ReadingRight",
    "documents.RecipientBlockLine",
    "documents.Relation",
    "hooks.Subscription",
    "issuing.AgencyComment",
    "issuing.Commenter",
    "issuing.DraftAttachment",
    "issuing.DraftRecipient",
    "ledger.Erasure",
    "ledger.Head",
    "ledger.Publication",
    "ledger.ShownHead",
    "ledger.Stamp",
    "ledger.StampWanted",
    "ledger.Subject",
    "ledger.Tile",
    "notices.Reading",
    "operation.SharedValue",
    "search.SearchText",
    "signatures.VerdictRow",
    "systems.Failure",
    "systems.GivenAnswer",
    "systems.Grant",
    "systems.Nonce",
}
# Known by what they are: a digest, a day, a name, the number of an epoch in every receipt.
NATURAL = {
    "access.SecretKeyMark",
    "access.SignInPause",
    "blobs.Blob",
    "directory.DayException",
    "hooks.PublishedKey",
    "jobs.ScheduleTurn",
    "ledger.Epoch",
    "search.StockPlace",
}


def ours() -> list[type[models.Model]]:
    found = (model for model in apps.get_models() if model.__module__.startswith("lienthong."))
    return [model for model in found if not model._meta.auto_created]


def test_what_is_named_outside_has_an_unguessable_id():
    counting = set()
    for model in ours():
        key = model._meta.pk
        while isinstance(key, models.OneToOneField):
            key = key.target_field
        if not isinstance(key, models.UUIDField):
            counting.add(model._meta.label)
    assert counting == INNER | NATURAL


def test_no_address_counts_rows():
    """The place of an attachment is no number of a row; passkeys (pk) are found among one's own;

    epoch and size of a published head are public.
    """
    counting = [
        f"{within(path)}: {found}"
        for path in SOURCE.rglob("urls.py")
        for found in re.findall(r"<int:(\w+)>", path.read_text(encoding="utf-8"))
        if found not in {"pk", "position", "page", "year", "epoch", "size"}
    ]
    assert not counting


def test_instants_are_aware_and_days_are_local():
    assert settings.USE_TZ
    assert settings.TIME_ZONE == "Asia/Ho_Chi_Minh"
    misnamed = [
        f"{model._meta.label}.{field.name}"
        for model in ours()
        for field in model._meta.get_fields()
        if _says_another_kind(field)
    ]
    assert not misnamed


def _says_another_kind(field: object) -> bool:
    """An instant whose name says that it is a day, or the other way round."""
    if isinstance(field, models.DateTimeField):
        return field.name.endswith("_on")
    return isinstance(field, models.DateField) and field.name.endswith("_at")
