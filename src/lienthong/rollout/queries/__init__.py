"""Every read of rollout: plain values, a fixed number of statements each."""

from lienthong.directory.queries import waves
from lienthong.rollout.queries.readiness import (
    joining_now,
    ready_table,
    rules_known,
    rules_told,
    state_of,
    states_of,
)
from lienthong.rollout.queries.training import (
    attended,
    count_trainings,
    trained_of,
    trained_since,
    training,
    trainings,
)

__all__ = [
    "attended",
    "count_trainings",
    "joining_now",
    "ready_table",
    "rules_known",
    "rules_told",
    "state_of",
    "states_of",
    "trained_of",
    "trained_since",
    "training",
    "trainings",
    "waves",
]
