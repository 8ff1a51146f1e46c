"""Celery entry points."""

from celery import shared_task

from rectification import reminders


@shared_task
def remind() -> None:
    """Tell institutions of deadlines near and passed, and of the white list."""
    reminders.remind()
    reminders.tell_of_white()
