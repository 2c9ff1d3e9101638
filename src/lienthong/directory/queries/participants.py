"""Who took part in the electronic exchange in a time."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from lienthong.directory.models import Agency, Participation
from lienthong.directory.queries.agencies import cards
from lienthong.directory.types import AgencyCard
from lienthong.tables.names import by_name


def participants(first: date, last: date) -> list[AgencyCard]:
    """Return the agencies of this installation that took part on some day of a time, by name.

    Also those that ended in it. One statement.
    """
    terms = Participation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=first),
        agency_id=OuterRef("pk"),
        starts_on__lte=last,
    )
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=last)
    not_over = Q(valid_to__isnull=True) | Q(valid_to__gte=first)
    rows = Agency.objects.filter(begun, not_over, Exists(terms), is_outside=False)
    return cards(rows.order_by(by_name("name"), "pk"))
