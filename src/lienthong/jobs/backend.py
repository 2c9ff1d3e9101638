"""The standard task interface, backed by the job table: `@task`, `.enqueue()`, `.get_result()`."""

from typing import Any

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.signals import task_enqueued

from lienthong.jobs.models import Job
from lienthong.jobs.services.enqueue_job import enqueue
from lienthong.jobs.services.run_job import task_at
from lienthong.jobs.types import JobState
from lienthong.kernel import clock

_STATUS = {
    JobState.WAITING: TaskResultStatus.READY,
    JobState.RUNNING: TaskResultStatus.RUNNING,
    JobState.DONE: TaskResultStatus.SUCCESSFUL,
    JobState.DEAD: TaskResultStatus.FAILED,
    JobState.DROPPED: TaskResultStatus.FAILED,
}


class DatabaseBackend(BaseTaskBackend):
    """Enqueues in the caller's transaction; return values are not kept.

    `enqueue()` of the standard interface is told no time and reads the clock; services of ours
    call `jobs.services.enqueue`, which is told.
    """

    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        job_id = enqueue(task, *args, now=clock.now(), run_at=task.run_after, **kwargs)
        result = self.get_result(str(job_id))
        task_enqueued.send(type(self), task_result=result)
        return result

    def get_result(self, result_id: str) -> TaskResult[Any]:
        job = Job.objects.filter(pk=result_id).first()
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return _result_of(job, self.alias)


def _result_of(job: Job, alias: str) -> TaskResult[Any]:
    return TaskResult(
        task=task_at(job.task_path),
        id=str(job.pk),
        status=_STATUS[JobState(job.state)],
        enqueued_at=job.enqueued_at,
        started_at=job.claimed_at,
        finished_at=job.finished_at,
        last_attempted_at=job.claimed_at,
        args=job.args,
        kwargs=job.kwargs,
        backend=alias,
        errors=_errors_of(job),
        worker_ids=[str(job.claim)] * job.attempts,
    )


def _errors_of(job: Job) -> list[TaskError]:
    if not job.last_error:
        return []
    first, _, places = job.last_error.partition("\n")
    return [TaskError(exception_class_path=first.split(" ")[0], traceback=places)]
