"""What the address of a platform looks like, by its kind."""

from __future__ import annotations

from institutions import identifiers
from institutions.identifiers import Problem
from institutions.models import PlatformKind


def address_problem(kind: str, address: str) -> Problem:
    """A website has a web address; accounts and mini-programs may give an id of WeChat's, which has its form."""
    if kind == PlatformKind.WEBSITE:
        return identifiers.host_problem(address)
    if address.lower().startswith("gh_"):
        return identifiers.wechat_original_id_problem(address)
    if kind == PlatformKind.MINI_PROGRAM and address.lower().startswith("wx"):
        return identifiers.wechat_app_id_problem(address)
    return None
