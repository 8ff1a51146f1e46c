"""What happened to a filing, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import Department
from institutions.models import Filing, FilingEvent

Words = tuple[str | Promise, str]

# By action: what is said, and the kind of the mark beside it.
WORDS: dict[str, Words] = {
    "open": (lazy("Draft opened"), "plain"),
    "submit": (lazy("Materials submitted"), "plain"),
    "flag": (lazy("Flagged: problems found"), "finding"),
    "accept": (lazy("Accepted"), "ok"),
    "clear": (lazy("Cleared: back to the queue"), "plain"),
    "issue_notice": (lazy("Rectification notice issued"), "finding"),
    "resubmit": (lazy("Corrected materials submitted"), "plain"),
    "extend": (lazy("Deadline extended"), "plain"),
    "reject": (lazy("Rejected"), "overdue"),
    "withdraw": (lazy("Withdrawn by the institution"), "plain"),
    "take_back": (lazy("Taken back by the institution"), "plain"),
    "rescind": (lazy("Rectification notice rescinded"), "plain"),
    "open_inspection": (lazy("Inspection opened"), "plain"),
    "move_in": (lazy("Moved in from another register"), "plain"),
    "accept_proposed": (lazy("Acceptance proposed"), "plain"),
    "accept_returned": (lazy("Proposed acceptance returned"), "plain"),
    "accept_retracted": (lazy("Proposed acceptance retracted"), "plain"),
    "issue_notice_proposed": (lazy("Rectification notice drafted"), "plain"),
    "issue_notice_returned": (lazy("Drafted notice returned"), "plain"),
    "issue_notice_retracted": (lazy("Drafted notice retracted"), "plain"),
    "reject_proposed": (lazy("Rejection proposed"), "finding"),
    "reject_returned": (lazy("Proposed rejection returned"), "plain"),
    "reject_retracted": (lazy("Proposed rejection retracted"), "plain"),
    "rescind_proposed": (lazy("Rescinding the notice proposed"), "plain"),
    "rescind_returned": (lazy("Proposed rescinding returned"), "plain"),
    "rescind_retracted": (lazy("Proposed rescinding retracted"), "plain"),
    "finding_raised": (lazy("Finding raised by an officer"), "plain"),
    "finding_confirmed": (lazy("Finding confirmed"), "finding"),
    "finding_dismissed": (lazy("Finding dismissed"), "plain"),
    "opinion_given": (lazy("Opinion given"), "plain"),
    "judged_rectified": (lazy("Answer judged: rectified"), "ok"),
    "judged_inadequate": (lazy("Answer judged: inadequate"), "finding"),
    "statement": (lazy("Statement handed in"), "plain"),
    "statement_read": (lazy("Statement read"), "plain"),
    "resolution_recorded": (lazy("Joint-meeting resolution recorded"), "plain"),
    "resolution_confirmed": (lazy("Joint-meeting resolution confirmed"), "plain"),
    "measure_ordered": (lazy("Measure ordered"), "finding"),
    "measure_taken": (lazy("Measure taken on"), "plain"),
    "measure_declined": (lazy("Measure declined"), "plain"),
    "measure_carried_out": (lazy("Measure carried out"), "ok"),
    "measure_lifted": (lazy("Measure lifted"), "plain"),
    "measure_withdrawn": (lazy("Measure withdrawn"), "plain"),
    "assigned": (lazy("Taken on"), "plain"),
    "released": (lazy("Given back"), "plain"),
    "reveal": (lazy("Identity number looked at"), "plain"),
}


@dataclass(frozen=True)
class Item:
    """One event: when, who, what, why."""

    at: datetime
    who: str
    title: str
    kind: str
    reason: str


def timeline(filing: Filing, most: int | None = None) -> list[Item]:
    """Newest first; at most `most`."""
    newest = FilingEvent.objects.filter(filing=filing).select_related("actor").order_by("-seq")[:most]
    departments = {d.code: str(d) for d in Department.objects.all()}
    return [_item(event, departments) for event in newest]


def _item(event: FilingEvent, departments: dict[str, str]) -> Item:
    words, kind = WORDS.get(event.action, (event.action, "plain"))
    details = [str(words)]
    if event.action in ("submit", "resubmit") and event.dossier_version:
        details.append(_("version %(version)d") % {"version": event.dossier_version})
    if event.data.get("department") in departments:
        details.append(departments[event.data["department"]])
    if event.data.get("rule"):
        details.append(event.data["rule"])
    return Item(event.at, str(event.actor or _("the platform")), " · ".join(details), kind, event.reason)
