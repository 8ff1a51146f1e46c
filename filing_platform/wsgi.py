"""The WSGI entry point for gunicorn."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filing_platform.settings")
os.environ.setdefault("SERVES_PAGES", "1")

application = get_wsgi_application()
# Before the workers are forked: one that takes the place of another answers at once.
import_module(settings.ROOT_URLCONF)
