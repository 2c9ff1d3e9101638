"""What is over goes in pieces, all of it, and nothing else."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from lienthong.tables import pruning

pytestmark = pytest.mark.django_db


def test_five_rows_go_in_three_pieces_and_the_sixth_stays(monkeypatch, count_statements):
    now = timezone.now()
    for number in range(6):
        ends = now + timedelta(days=number - 5)
        Session.objects.create(session_key=f"s{number}", session_data="", expire_date=ends)
    monkeypatch.setattr(pruning, "PIECE", 2)
    over = Session.objects.filter(expire_date__lt=now).order_by("expire_date")
    deleted = []

    statements = count_statements(lambda: deleted.append(pruning.delete_in_pieces(over)))

    assert deleted == [5]
    assert [one.session_key for one in Session.objects.all()] == ["s5"]
    assert statements == 7  # what is over, and its deletion, three times; nothing is left
