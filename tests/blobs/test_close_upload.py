"""Refusing and expiring: the bytes go, the line stays."""

from datetime import timedelta

import pytest
from tests.blobs.builders import MONDAY_9AM, OFFICE, a_clerk, files_in, received, rolled_back

from lienthong.blobs import queries, services
from lienthong.blobs.errors import UploadClosed
from lienthong.blobs.models import Upload

pytestmark = pytest.mark.django_db(transaction=True)


def test_A3_a_refused_upload_loses_its_bytes_and_keeps_its_reason(home):
    upload = received()
    assert services.refuse_upload(upload.id, code="documents.secret", now=MONDAY_9AM)
    assert not files_in(home)
    assert Upload.objects.get().refusal_code == "documents.secret"
    with pytest.raises(UploadClosed):
        services.admit(upload.id, agency_ids=[OFFICE], actor=a_clerk(), now=MONDAY_9AM)
    with pytest.raises(UploadClosed):
        queries.open_upload(upload.id, actor=a_clerk())
    with pytest.raises(UploadClosed):
        queries.upload_card(upload.id, actor=a_clerk())


def test_a_refusal_that_is_rolled_back_keeps_the_bytes(home):
    upload = received()
    rolled_back(lambda: services.refuse_upload(upload.id, code="documents.secret", now=MONDAY_9AM))
    assert len(files_in(home)) == 1


def test_an_admitted_upload_can_no_longer_be_refused():
    upload = received()
    services.admit(upload.id, agency_ids=[OFFICE], actor=a_clerk(), now=MONDAY_9AM)
    assert not services.refuse_upload(upload.id, code="documents.secret", now=MONDAY_9AM)
    assert queries.open_content(upload.digest)


def test_uploads_expire_after_seven_days_and_not_before(home):
    received()
    assert services.expire_uploads(now=MONDAY_9AM + timedelta(days=7, microseconds=-1)) == 0
    assert services.expire_uploads(now=MONDAY_9AM + timedelta(days=7)) == 1
    assert not files_in(home)
    assert services.expire_uploads(now=MONDAY_9AM + timedelta(days=7)) == 0
