"""Filters of the filing pages."""
