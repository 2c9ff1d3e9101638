import inspect
import re

import pytest

from lienthong.access import errors as access
from lienthong.directory import errors as directory
from lienthong.kernel.refusals import Refusal

REFUSALS = [
    (module.__name__.split(".")[1], refusal)
    for module in (directory, access)
    for _name, refusal in inspect.getmembers(module, inspect.isclass)
    if issubclass(refusal, Refusal) and refusal.__module__ == module.__name__
]


@pytest.mark.parametrize(("package", "refusal"), REFUSALS, ids=str)
def test_a_refusal_says_what_why_and_what_to_do_under_a_code_of_its_package(package, refusal):
    assert re.fullmatch(rf"{package}(\.[a-z]+(-[a-z]+)*)", refusal.code)
    for part in (refusal.sentence, refusal.cause, refusal.next_step):
        assert part.endswith((".", "%(reasons)s"))


def test_no_two_refusals_share_a_code():
    codes = [refusal.code for _package, refusal in REFUSALS]
    assert len(codes) == len(set(codes)) > 20
