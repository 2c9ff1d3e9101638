"""The tables and some rows of the first release, made in a process of its own by its own steps."""

from datetime import UTC, datetime
from uuid import UUID

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

STEPS = (
    "access.0001_initial blobs.0001_initial directory.0001_initial documents.0002_national_rules "
    "exchange.0001_initial gateways.0001_initial issuing.0001_initial jobs.0001_initial "
    "ledger.0001_initial notices.0001_initial registers.0001_initial signatures.0001_initial "
    "worklist.0001_initial sessions.0001_initial"
)
# Where `make` writes, and what follows from it.
WRITTEN = {"access_account", "blobs_blob", "directory_agency", "directory_person", "jobs_job"}
AGENCY, PERSON = UUID(int=1), UUID(int=2)
THEN = datetime(2026, 11, 20, tzinfo=UTC)


def make() -> None:
    """Migrate to the steps of the first release, and write rows as it would have."""
    executor = MigrationExecutor(connection)
    steps = [(step.split(".")[0], step.split(".")[1]) for step in STEPS.split()]
    apps = executor.migrate(steps).apps
    apps.get_model("directory", "Agency").objects.create(
        pk=AGENCY, name="Sở Tư pháp", name_folded="so tu phap", abbreviation="STP"
    )
    apps.get_model("directory", "Person").objects.create(
        pk=PERSON, name="Nguyễn Văn An", name_folded="nguyen van an"
    )
    apps.get_model("access", "Account").objects.create(
        username="vanthu.stp", person_id=PERSON, created_at=THEN
    )
    blobs = apps.get_model("blobs", "Blob").objects
    blobs.create(digest="0" * 64, size=1, media_type="application/pdf", stored_at=THEN)
    jobs = apps.get_model("jobs", "Job").objects
    for state, due_at in (("waiting", THEN), ("dead", None)):
        jobs.create(task_path="a.b", queue="default", state=state, due_at=due_at, enqueued_at=THEN)


def look() -> None:
    """Raise AssertionError unless this program finds what the first release has written."""
    from lienthong.access import queries as access
    from lienthong.blobs import queries as blobs
    from lienthong.directory import queries as directory
    from lienthong.jobs import queries as jobs
    from lienthong.operation.queries import schema_state

    assert schema_state().fits
    assert directory.agency(AGENCY).name == "Sở Tư pháp"
    account = access.account_named("vanthu.stp")
    assert account is not None
    assert account.person_id == PERSON
    assert [one.digest for one in blobs.kept_files()] == ["0" * 64]
    assert len(jobs.dead_jobs()) == 1
    assert jobs.queue_states()[0].waiting == 1
