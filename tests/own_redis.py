"""A Redis database of one's own on the tests' server, whether it is the embedded one or given by URL."""

from __future__ import annotations

import re


def numbered(url: str, number: int) -> str:
    """The same server's database of this number."""
    if url.startswith("unix:"):
        return f"{url.split('?')[0]}?db={number}"
    return re.sub(r"(://[^/]+)(/\d*)?$", rf"\1/{number}", url)
