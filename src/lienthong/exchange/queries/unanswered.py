"""How much waits everywhere, for figures that are asked every few seconds."""

from django.db import connection

from lienthong.exchange.types import DeliveryState

# From one recipient to the next along the index, and of each what waits: no settled row is read.
_UNANSWERED = """
WITH RECURSIVE recipients(id) AS (
  SELECT (SELECT recipient_id FROM exchange_delivery ORDER BY recipient_id LIMIT 1)
  UNION ALL
  SELECT (SELECT recipient_id FROM exchange_delivery
          WHERE recipient_id > recipients.id ORDER BY recipient_id LIMIT 1)
  FROM recipients WHERE recipients.id IS NOT NULL)
SELECT coalesce(sum(
  (SELECT count(*) FROM exchange_delivery AS held
   WHERE held.recipient_id = recipients.id AND held.state IN (%s, %s))), 0)
FROM recipients
"""


def count_unanswered() -> int:
    """Return how many deliveries nobody has accepted or refused yet, everywhere.

    One statement, whatever the stock: it costs what waits, and a look for each recipient.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNANSWERED, [str(DeliveryState.SENT), str(DeliveryState.ARRIVED)])
        return int(cursor.fetchone()[0])
