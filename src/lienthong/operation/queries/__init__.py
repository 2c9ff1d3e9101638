"""What operation reads."""

from lienthong.operation.queries.findings import findings
from lienthong.operation.queries.readiness import Readiness, readiness
from lienthong.operation.queries.schema import SchemaState, schema_state
from lienthong.operation.queries.standing import disk_free, newest_backup, standing, unplaced_age
from lienthong.operation.queries.troubles import trouble_of

__all__ = [
    "Readiness",
    "SchemaState",
    "disk_free",
    "findings",
    "newest_backup",
    "readiness",
    "schema_state",
    "standing",
    "trouble_of",
    "unplaced_age",
]
