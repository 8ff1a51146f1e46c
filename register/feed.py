"""The changes of the lists for programs: an Atom feed and JSON rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils import feedgenerator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from filing_platform import clock
from register.history import Change
from register.models import ListName


def change_row(change: Change, site: str) -> dict[str, Any]:
    """One change as JSON: `list` is null when the institution left the lists."""
    row, entry = change.change, change.entry
    return {
        "seq": row.seq,
        "credit_code": entry.credit_code,
        "name": entry.name,
        "brand": entry.brand,
        "province": entry.jurisdiction_id,
        "list": row.list or None,
        "effective_on": row.effective_on,
        "recorded_at": row.recorded_at,
        "reason": row.reason,
        "supersedes": row.supersedes_id,
        "leaf": row.leaf,
        "url": site + reverse("register-institution", args=[entry.credit_code]),
    }


def atom(changes: Sequence[Change], site: str) -> str:
    """An Atom feed of these changes, in the reader's language."""
    feed = feedgenerator.Atom1Feed(
        title=_("List changes"),
        link=site + reverse("register-changes"),
        description=_("The public register of off-campus online training institutions."),
        language=get_language(),
        feed_url=site + reverse("register-changes-atom"),
    )
    for each in changes:
        row, entry = each.change, each.entry
        standing = ListName(row.list).label if row.list else _("on no list")
        day = datetime.combine(row.effective_on, time.min, tzinfo=clock.SHANGHAI)
        feed.add_item(
            title=f"{entry} · {standing}",
            link=site + reverse("register-institution", args=[entry.credit_code]),
            description=row.reason,
            unique_id=f"{site}{reverse('register-change', args=[row.seq])}",
            pubdate=day,
            updateddate=max(row.recorded_at, day),
        )
    return str(feed.writeString("utf-8"))
