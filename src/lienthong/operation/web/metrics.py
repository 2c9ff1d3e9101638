"""Figures for Prometheus: what this host's processes counted, and how the installation stands.

Processes of `lienthong serve` count into files of one folder, which `prometheus_client` adds up;
queues, the ledger and the disk are asked for when the page is. Names of people and documents
cannot be in a label: routes, codes and states are closed lists of the program.
"""

import os
from collections.abc import Iterable, Iterator

from django.conf import settings
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from lienthong.operation.types import Standing

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_ROOM = 4 * 1024 * 1024  # bytes that the files of all figures and labels do not come to

disable_created_metrics()  # type: ignore[no-untyped-call]  # it has no types
_own = CollectorRegistry()
_requests = Counter(
    "lienthong_requests_total", "Requests answered", ["method", "status"], registry=_own
)
_seconds = Histogram(
    "lienthong_request_seconds", "Time to answer", ["route"], buckets=_BUCKETS, registry=_own
)
_refusals = Counter("lienthong_refusals_total", "Refusals", ["code"], registry=_own)


def count_request(method: str, route: str, status: int, seconds: float, code: str) -> None:
    """Count one answered request; `code` is that of the refusal, if it was one.

    On a disk that is full nothing is counted.
    """
    if not _has_room():
        return
    _requests.labels(method if method in _METHODS else "other", str(status)).inc()
    _seconds.labels(route or "none").observe(seconds)
    if code:
        _refusals.labels(code).inc()


def _has_room() -> bool:
    """The files are mapped: where the disk has no room for one, the kernel ends the process."""
    folder = settings.LIENTHONG_METRICS_FOLDER
    if not folder:
        return True
    try:
        disk = os.statvfs(folder)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize >= _ROOM


def page(standing: Standing) -> bytes:
    """Return all figures in the text format of Prometheus."""
    registry = CollectorRegistry()
    if settings.LIENTHONG_METRICS_FOLDER:
        MultiProcessCollector(registry, settings.LIENTHONG_METRICS_FOLDER)  # type: ignore[no-untyped-call]  # it has no types
    else:
        registry.register(_own)
    registry.register(_Standing(standing))
    return generate_latest(registry)


class _Standing:
    """How the installation stands, as gauges."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def collect(self) -> Iterator[Metric]:
        stands = self._standing
        jobs = GaugeMetricFamily("lienthong_jobs", "Jobs that are not done", labels=["state"])
        for state, count in stands.jobs.items():
            jobs.add_metric([state], count)
        yield jobs
        yield from _gauges(
            ("jobs_oldest_seconds", "How long the oldest due job waits", stands.oldest_job),
            ("worker_seen_seconds", "Since a worker was last seen", stands.worker_seen),
            ("ledger_oldest_seconds", "Age of the oldest record without place", stands.unplaced),
            ("deliveries_waiting", "Deliveries not answered yet", stands.deliveries_waiting),
            ("uploads_waiting", "Uploads in quarantine", stands.uploads_waiting),
            ("disk_free_bytes", "Free on the disk of the folder", stands.disk_free),
            ("database_bytes", "Size of the database", stands.database_size),
            ("backup_age_seconds", "Since the last whole backup", stands.backup_age),
        )


def _gauges(*facts: tuple[str, str, float | None]) -> Iterable[Metric]:
    """A figure that is not known is left out, rather than told as nought."""
    for name, words, value in facts:
        if value is not None:
            yield GaugeMetricFamily(f"lienthong_{name}", words, value=value)
