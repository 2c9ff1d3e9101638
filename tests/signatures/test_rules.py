from dataclasses import replace
from datetime import timedelta

import pytest
from tests.signatures.builders import DAY, HOUR, NOW

from lienthong.signatures import rules
from lienthong.signatures.types import Modification, Observation, TimeSource, Verdict

GOOD = Observation(
    sound=True,
    intact=True,
    covers_revision=True,
    modification=Modification.NONE,
    changes_allowed=True,
    issuer_known=True,
    fit_for_signing=True,
    algorithm_strong=True,
    stamp_trusted=True,
    valid_from=NOW - 100 * DAY,
    valid_until=NOW + 100 * DAY,
    revoked_at=None,
    revocation_known=True,
    signed_at=NOW,
    time_source=TimeSource.CLAIMED,
    existed_at=None,
    regular_file=True,
)


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        ({}, "untouched"),
        ({"modification": Modification.FORM_FILLING}, "only-filled-in"),
        ({"modification": Modification.PROOFS}, "only-filled-in"),
        ({"intact": False, "sound": False}, "content-changed"),
        ({"sound": False}, "does-not-fit"),
        ({"covers_revision": False}, "does-not-cover"),
        ({"changes_allowed": False}, "changed-beyond-allowed"),
        ({"modification": Modification.OTHER}, "changed-beyond-allowed"),
        ({"issuer_known": False, "fit_for_signing": False}, "issuer-unknown"),
        ({"fit_for_signing": False}, "wrong-use"),
        ({"algorithm_strong": False}, "weak-algorithm"),
        ({"stamp_trusted": False}, "stamp-not-trusted"),
        ({"signed_at": NOW + DAY}, "time-in-future"),
        ({"signed_at": NOW - 101 * DAY}, "not-yet-valid"),
        ({"valid_until": NOW - HOUR}, "expired"),
        ({"signed_at": NOW - DAY, "valid_until": NOW - HOUR}, "expired-since"),
        ({"signed_at": None}, "untouched"),
        ({"signed_at": None, "revoked_at": NOW + HOUR}, "revoked"),
        ({"revoked_at": NOW}, "revoked"),
        ({"revoked_at": NOW + HOUR}, "revoked-later"),
        ({"revoked_at": NOW + HOUR, "existed_at": NOW}, "untouched"),
        ({"revocation_known": False}, "revocation-unknown"),
        ({"regular_file": False}, "irregular-file"),
    ],
)
def test_each_observation_has_one_reason(seen, reason):
    assert rules.reason_for(replace(GOOD, **seen), now=NOW + HOUR) == reason


def test_a_signature_that_cannot_be_measured_is_damaged():
    assert rules.reason_for(None, now=NOW) == "damaged"


def test_a_clock_that_runs_a_little_ahead_is_forgiven():
    ahead = replace(GOOD, signed_at=NOW + timedelta(minutes=10))
    assert rules.reason_for(ahead, now=NOW) == "untouched"


@pytest.mark.parametrize(
    ("reasons", "verdict"),
    [
        ([], Verdict.UNSIGNED),
        (["untouched", "only-filled-in"], Verdict.VALID),
        (["untouched", "issuer-unknown"], Verdict.CANNOT_TELL),
        (["issuer-unknown", "content-changed", "untouched"], Verdict.INVALID),
    ],
)
def test_A9_the_worst_signature_decides_about_the_content(reasons, verdict):
    assert rules.verdict_of(reasons) == verdict
