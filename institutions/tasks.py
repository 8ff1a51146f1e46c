"""Celery entry points."""

from celery import shared_task

from institutions import scanning


@shared_task
def scan_again() -> None:
    """Have files looked at whose look was lost."""
    scanning.ask_again()
