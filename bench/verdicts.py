"""How many contents have been verified, and when. Run with an installation's environment.

`python -m bench.verdicts [PASSED]`: `first` is the moment of the first go after so many verdicts
have passed, `later` how many were of later goes, since all of one go have one moment. Seconds are
those since 1970.
"""

import json
import sys

import django


def verdicts(passed: int) -> dict[str, float]:
    """Return the number of all verdicts, and the moments of the first and last that count."""
    from django.apps import apps

    rows = apps.get_model("signatures", "VerdictRow").objects.order_by("checked_at")
    count = rows.count()
    moments = rows.values_list("checked_at", flat=True)
    if count <= passed:
        return {"count": count, "later": 0, "first": 0.0, "last": 0.0}
    first, last = moments[passed], moments[count - 1]
    later = rows.filter(checked_at__gt=first, checked_at__lte=last).count()
    return {"count": count, "later": later, "first": first.timestamp(), "last": last.timestamp()}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(verdicts(int(sys.argv[1]) if sys.argv[1:] else 0)))
