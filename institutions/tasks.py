"""Registers the jobs of this app with the worker."""

from institutions import registration

__all__ = ["registration"]
