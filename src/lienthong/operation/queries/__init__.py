"""What operation reads."""

from lienthong.operation.queries.findings import also_look, findings
from lienthong.operation.queries.readiness import Readiness, readiness
from lienthong.operation.queries.schema import SchemaState, schema_state
from lienthong.operation.queries.standing import disk_free, newest_backup, standing, unplaced_age
from lienthong.operation.queries.troubles import trouble_of

__all__ = [
    "Readiness",
    "SchemaState",
    "also_look",
    "disk_free",
    "findings",
    "newest_backup",
    "readiness",
    "schema_state",
    "standing",
    "trouble_of",
    "unplaced_age",
]
