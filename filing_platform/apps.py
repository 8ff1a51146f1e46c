"""Registers the project itself: what every form says when something is wrong."""

from django.apps import AppConfig

from filing_platform import form_errors


class FilingPlatformConfig(AppConfig):
    name = "filing_platform"

    def ready(self) -> None:
        form_errors.speak_plainly()
