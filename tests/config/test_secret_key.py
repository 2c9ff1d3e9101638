"""The key of sessions: made once, whole, and kept whoever comes second."""

import pytest

from lienthong.config import settings as made
from lienthong.config.reading import SettingsWrong


def test_the_first_key_stays_and_only_its_owner_reads_it(tmp_path):
    kept = tmp_path / "keys" / "secret_key"

    made._keep_new_key(kept)
    first = kept.read_text()
    made._keep_new_key(kept)

    assert kept.read_text() == first
    assert len(first) == 64
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in kept.parent.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\x00key"])
def test_a_file_without_a_key_stops_the_start_and_says_what_to_do(tmp_path, content):
    kept = tmp_path / "secret_key"
    kept.write_bytes(content)

    with pytest.raises(SettingsWrong) as wrong:
        made._key_in(kept)

    assert str(kept) in str(wrong.value)
    assert "xóa tệp để có khóa mới" in str(wrong.value)
    assert kept.read_bytes() == content


def test_a_key_that_an_operator_wrote_counts_as_it_stands(tmp_path):
    kept = tmp_path / "secret_key"
    kept.write_text("khóa của người vận hành\n", encoding="utf-8")
    assert made._key_in(kept) == "khóa của người vận hành\n"
