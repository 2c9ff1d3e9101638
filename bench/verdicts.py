"""How many contents have been verified, and when. Run with an installation's environment.

`python -m bench.verdicts [PASSED]`: `first` is that after so many have passed; seconds since 1970.
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
        return {"count": count, "first": 0.0, "last": 0.0}
    ends = moments[passed], moments[count - 1]
    return {"count": count, "first": ends[0].timestamp(), "last": ends[1].timestamp()}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(verdicts(int(sys.argv[1]) if sys.argv[1:] else 0)))
