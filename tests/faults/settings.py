"""The platform's settings for a web that is started beside the tests: static files need not be collected."""

from filing_platform.settings import *  # noqa: F403
from filing_platform.settings import STORAGES

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
