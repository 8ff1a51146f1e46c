"""The jurisdictions, as the public connection reads them: reference data that a migration lays."""

from __future__ import annotations

from functools import cache

from accounts.models import Department, Jurisdiction


@cache
def provinces() -> dict[str, Jurisdiction]:
    """All 32 jurisdictions by code."""
    return {each.code: each for each in Jurisdiction.objects.using("public")}


@cache
def departments() -> dict[str, Department]:
    """The six departments by code."""
    return {each.code: each for each in Department.objects.using("public")}
