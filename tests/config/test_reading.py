"""Settings: from the environment and a file, and everything that is wrong is named at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from lienthong.config.reading import SettingsWrong, read_settings


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "lienthong.env"


def reading(file: Path, **variables: str):
    return read_settings({"LIENTHONG_SETTINGS": str(file), "PATH": "/usr/bin", **variables})


def test_a_variable_wins_over_the_file_and_the_file_over_the_default(file):
    file.write_text("# ours\nLIENTHONG_HOSTS=a.example.vn\nLIENTHONG_PROMISE_HOURS=5\n")
    found = reading(file, LIENTHONG_HOSTS="b.example.vn")
    assert (found.hosts, found.promise_hours, found.log_level) == ("b.example.vn", 5, "info")


def test_a_secret_comes_from_a_file_and_a_plain_value_wins_over_it(file, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("s3cret$HOME\n")
    file.write_text(f"LIENTHONG_SECRET_KEY_FILE={secret}\n")
    assert reading(file).secret_key.get_secret_value() == "s3cret$HOME"
    assert reading(file, LIENTHONG_SECRET_KEY="plain").secret_key.get_secret_value() == "plain"


def test_a_dollar_sign_in_the_file_is_a_dollar_sign(file):
    file.write_text("LIENTHONG_WATCH_KEY='a${PATH}b'\n")
    assert reading(file).watch_key.get_secret_value() == "a${PATH}b"


@pytest.mark.parametrize("place", ["environment", "file"])
def test_an_unknown_name_is_refused_wherever_it_stands_and_the_nearest_is_said(file, place):
    file.write_text("LIENTHONG_HOSST=x\n" if place == "file" else "")
    variables = {} if place == "file" else {"LIENTHONG_HOSST": "x"}
    with pytest.raises(SettingsWrong, match=r"LIENTHONG_HOSST.*LIENTHONG_HOSTS\?"):
        reading(file, **variables)


def test_every_wrong_thing_is_named_at_once_without_its_value(file):
    file.write_text("LIENTHONG_PROMISE_HOURS=never\nOTHER=1\nLIENTHONG_BACKUP_KEEP=often\n")
    with pytest.raises(SettingsWrong) as wrong:
        reading(
            file,
            LIENTHONG_WATCH_NETWORKS="300.1.1.1",
            LIENTHONG_SECRET_KEY_FILE="/does/not/exist",
            LIENTHONG_DATABASE="mysql://me:pass-word@host/x",
        )
    said = str(wrong.value)
    for name in ("PROMISE_HOURS", "BACKUP_KEEP", "WATCH_NETWORKS", "SECRET_KEY_FILE", "OTHER"):
        assert name in said
    assert "never" not in said
    assert "pass-word" not in said


def test_a_database_of_another_kind_is_named_too(file):
    file.touch()
    with pytest.raises(SettingsWrong, match=r"LIENTHONG_DATABASE.*mysql"):
        reading(file, LIENTHONG_DATABASE="mysql://me:pass-word@host/x")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LIENTHONG_DATABASE", "postgresql://me:pass/word@host/x"),
        ("LIENTHONG_DATABASE_OWNER", "mysql://me:pass-word@host/x"),
        ("LIENTHONG_MAIL_SERVER", "http://me:pass-word@host"),
        ("LIENTHONG_MAIL_SERVER", "smtp://me:pass/word@host"),
        ("LIENTHONG_MAIL_SERVER", "smtp://host:many"),
        ("LIENTHONG_MAIL_SERVER", "smtps://"),
        ("LIENTHONG_SECOND_FACTOR_ROLES", "operator,administrators"),
        ("LIENTHONG_OIDC_URL", "dang-nhap.tinh.example"),
        ("LIENTHONG_OIDC_CLIENT", ""),
        ("LIENTHONG_TIME_STAMP_URL", "tsa.example"),
    ],
)
def test_what_would_fail_only_when_it_is_used_is_named_at_the_start(file, name, value):
    """A misspelt role would have asked nobody for a second factor."""
    file.touch()
    given = {
        "LIENTHONG_DATABASE": "postgresql://web@host/x",
        "LIENTHONG_OIDC_URL": "https://dang-nhap.tinh.example",
        "LIENTHONG_OIDC_CLIENT": "lienthong",
    }
    assert reading(file, **given)
    with pytest.raises(SettingsWrong) as wrong:
        reading(file, **{**given, name: value})
    (line,) = wrong.value.lines
    assert line.startswith(f"{name}:")
    assert "pass" not in line.removeprefix(name).replace("password", "")


def test_a_file_that_was_named_and_cannot_be_read_is_said(tmp_path):
    with pytest.raises(SettingsWrong, match="LIENTHONG_SETTINGS"):
        reading(tmp_path / "not there")


def test_a_secret_that_is_no_text_or_too_large_is_refused(file, tmp_path):
    file.touch()
    for content in (b"\xff\xfe", b"x" * 70_000):
        (tmp_path / "secret").write_bytes(content)
        with pytest.raises(SettingsWrong, match="LIENTHONG_SECRET_KEY_FILE"):
            reading(file, LIENTHONG_SECRET_KEY_FILE=str(tmp_path / "secret"))


def test_a_wrong_setting_ends_a_command_with_2_and_without_a_traceback(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "lienthong.config.command", "user", "show", "a"],
        env={"PATH": "/usr/bin", "LIENTHONG_HOME": str(tmp_path), "LIENTHONG_TYPO": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "LIENTHONG_TYPO" in done.stderr
    assert "Traceback" not in done.stderr
