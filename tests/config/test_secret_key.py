"""The key of sessions: made once, whole, and kept whoever comes second."""

from lienthong.config import settings as made


def test_the_first_key_stays_and_only_its_owner_reads_it(tmp_path):
    kept = tmp_path / "keys" / "secret_key"

    made._keep_new_key(kept)
    first = kept.read_text()
    made._keep_new_key(kept)

    assert kept.read_text() == first
    assert len(first) == 64
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in kept.parent.iterdir()] == ["secret_key"]
