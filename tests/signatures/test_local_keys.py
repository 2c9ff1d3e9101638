import pytest
from tests.signatures import builders
from tests.signatures.builders import NOW

from lienthong.signatures import errors, services
from lienthong.signatures.adapters import time_stamps
from lienthong.signatures.adapters.keyfiles import KeyFiles
from lienthong.signatures.types import TimeSource

STAMPER = "lienthong.signatures.adapters.time_stamps.stamper_of_this_installation"


def test_keys_lie_in_files_unless_the_settings_name_another_signer(settings):
    settings.LIENTHONG_SIGNER = "lienthong.signatures.adapters.keyfiles.KeyFiles"
    assert isinstance(services.local_signer(), KeyFiles)
    del settings.LIENTHONG_SIGNER
    assert isinstance(services.local_signer(), KeyFiles)


def test_without_a_time_stamp_service_there_is_none(settings):
    settings.LIENTHONG_TIME_STAMPER = ""
    assert services.local_time_stamper() is None


def test_C1_the_installations_own_service_stamps_a_signature(world, settings):
    settings.LIENTHONG_TIME_STAMPER = STAMPER
    authority = builders.the_authority()
    service = authority.time_stamp_service()
    time_stamps.keep(service.certificate, authority.issuer.certificate, service.key)

    signed = builders.signed_by_person(world, time_stamper=services.local_time_stamper())
    finding = builders.judged(signed, now=NOW + 400 * builders.DAY).findings[0]
    assert finding.time_source == TimeSource.STAMPED


def test_a_time_stamp_service_without_key_is_missing(settings):
    settings.LIENTHONG_TIME_STAMPER = STAMPER
    with pytest.raises(errors.KeyMissing):
        services.local_time_stamper()
