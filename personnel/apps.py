"""Registers the app."""

from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    name = "personnel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from personnel import importing  # noqa: F401  (registers its job)
