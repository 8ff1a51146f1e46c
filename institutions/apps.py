"""Registers the app."""

from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "institutions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from institutions import registration, scanning  # noqa: F401  (each registers its job)
