"""The project: settings, addresses, clock, errors, embedded services."""

from filing_platform.celery import app as celery_app

__all__ = ["celery_app"]
