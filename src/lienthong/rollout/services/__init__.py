"""Every write of rollout, one file an act."""

from lienthong.rollout.services.check_join import check_join
from lienthong.rollout.services.confirm import confirm, withdraw
from lienthong.rollout.services.hand_in_report import LARGEST_REPORT, hand_in_report
from lienthong.rollout.services.rights import may_manage, require_to_manage, require_to_read
from lienthong.rollout.services.set_rule import set_rule
from lienthong.rollout.services.training import enter_people, read_list, record_training, take_out

__all__ = [
    "LARGEST_REPORT",
    "check_join",
    "confirm",
    "enter_people",
    "hand_in_report",
    "may_manage",
    "read_list",
    "record_training",
    "require_to_manage",
    "require_to_read",
    "set_rule",
    "take_out",
    "withdraw",
]
