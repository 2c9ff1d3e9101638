"""Which backups are kept, and that a rule that was typed wrongly deletes none."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lienthong.operation import rules, services
from lienthong.operation.errors import KeepRuleShape
from lienthong.operation.services.back_up import CONTENTS, GENERATIONS, NAME
from lienthong.operation.services.pool import CONTENTS_FOLDER

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WRONG = ["30", "5w", "7d;5w", "7d,5w,12m,", "7 d", "d", "-1d", "７d", ""]


@pytest.fixture
def folder(tmp_path):
    """Ten generations, a day apart, each with a content of its own and one that all have."""
    (tmp_path / CONTENTS_FOLDER / "aa").mkdir(parents=True)
    (tmp_path / CONTENTS_FOLDER / "aa" / "aa-all").touch()
    for number in range(10):
        generation = tmp_path / GENERATIONS / (NOW - number * DAY).strftime(NAME)
        generation.mkdir(parents=True)
        names = ["aa-all", f"aa{number}"]
        (tmp_path / CONTENTS_FOLDER / "aa" / names[1]).touch()
        (generation / CONTENTS).write_text(
            "".join(f'{{"name": "{name}", "sha256": "", "size": 0}}\n' for name in names)
        )
    return tmp_path


def left(folder) -> int:
    return len(list((folder / GENERATIONS).iterdir()))


@pytest.mark.django_db
def test_old_backups_go_with_the_contents_that_no_other_names(folder):
    gone = services.prune_backups(folder, rule="3d", now=NOW)

    assert (len(gone), left(folder)) == (7, 3)
    kept = {path.name for path in (folder / CONTENTS_FOLDER / "aa").iterdir()}
    assert kept == {"aa-all", "aa0", "aa1", "aa2"}


def test_the_last_of_each_day_week_and_month_is_kept():
    made = [NOW - number * DAY for number in range(60)]
    assert len(rules.kept(made, rule="7d")) == 7
    assert len(rules.kept(made, rule="1d,0w,3m")) == 3
    assert rules.kept(made, rule="0d") == {NOW}


@pytest.mark.parametrize("rule", WRONG)
@pytest.mark.django_db
def test_a_rule_that_nobody_understands_deletes_nothing(folder, rule):
    with pytest.raises(KeepRuleShape):
        services.prune_backups(folder, rule=rule, now=NOW)
    assert left(folder) == 10


@pytest.mark.django_db
def test_the_command_turns_it_down_before_it_begins(folder):
    with pytest.raises(CommandError, match=r"operation\.keep-rule-shape"):
        call_command("backup", str(folder), "--keep", "30", "--quiet")
    assert left(folder) == 10
