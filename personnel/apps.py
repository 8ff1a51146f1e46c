"""Registers the app."""

from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    name = "personnel"
    default_auto_field = "django.db.models.BigAutoField"
