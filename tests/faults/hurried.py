"""The platform's Celery application with a sweeper that comes every second, so that no test waits for it."""

from filing_platform.celery import app

app.conf.beat_schedule["sweep-jobs"]["schedule"] = 1.0

__all__ = ["app"]
