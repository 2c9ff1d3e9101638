"""B1: numbers without gaps or doubles, whatever runs beside, fails on purpose or is killed."""

import pytest

PREPARE = """
from tests.exchange.builders import an_office
an_office("Ủy ban nhân dân tỉnh")
"""

# Takes numbers; every third act is undone on purpose after its number was taken.
TAKE = """
import sys
from uuid import uuid4
from django.db import transaction
from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.registers import services
from lienthong.registers.types import EntryFacts
from tests.exchange.builders import MONDAY_9AM
from lienthong.kernel.clock import local_day

agency = directory.agency_by_code("H19")
post = directory.posts_of_agency(agency.id, on=local_day(MONDAY_9AM), role=Role.CLERK)[0]
clerk = access.actor_for(post.id, on=local_day(MONDAY_9AM))

class Failed(Exception):
    pass

def one(n):
    try:
        with transaction.atomic():
            entry = services.take_number(
                agency_id=agency.id,
                facts=EntryFacts(agency.name, "", local_day(MONDAY_9AM), "Công văn", "V/v thử"),
                reference_of=lambda number: f"{number:02d}/UBND-VP",
                key=str(uuid4()), actor=clerk, now=MONDAY_9AM)
            if n % 3 == 0:
                raise Failed
        print(entry.number, flush=True)
    except Failed:
        pass

for n in range(int(sys.argv[1])):
    one(n)
"""

CHECK = """
from lienthong.registers.models import Entry, Register
book = Register.objects.get()
print(book.last_number, *Entry.objects.order_by("number").values_list("number", flat=True))
"""


@pytest.mark.slow
@pytest.mark.django_db
def test_B1_many_processes_failing_and_killed_leave_every_number_explained(scratch):
    scratch.run(PREPARE)
    doomed, *others = [scratch.start(TAKE, attempts) for attempts in (100_000, 40, 40)]
    seen = [int(doomed.stdout.readline()) for _ in range(5)]
    doomed.kill()
    given = seen + [int(n) for taker in (doomed, *others) for n in scratch.finish(taker).split()]

    last, *numbers = map(int, scratch.run(CHECK).split())
    assert numbers == list(range(1, last + 1))
    assert len(given) == len(set(given))
    # What the killed process took and could not say is in the book all the same.
    assert set(given) <= set(numbers)
    assert len(numbers) - len(given) <= 1
    assert len(given) >= 5 + 2 * 26
