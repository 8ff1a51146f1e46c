"""Celery entry points."""

from celery import shared_task

from filing_platform import clock
from register import checkpoints, tallies


@shared_task
def publish() -> None:
    """Sign what was recorded since the last checkpoint."""
    if checkpoints.is_due():
        checkpoints.publish()


@shared_task
def fold_tallies() -> None:
    """Add up what has been added to the figures."""
    tallies.fold(clock.today())
