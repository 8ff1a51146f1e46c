"""Filters of the courses templates."""
