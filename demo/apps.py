"""The app of the demo's invented data."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
