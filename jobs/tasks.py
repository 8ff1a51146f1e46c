"""Celery entry points."""

from celery import shared_task

from jobs import running


@shared_task
def work(job_id: str) -> None:
    """Do one job."""
    running.run(job_id)


@shared_task
def sweep() -> None:
    """Put lost work back."""
    running.sweep()
