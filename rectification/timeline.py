"""What happened to a filing, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Department
from institutions.models import Filing, FilingEvent
from screening.models import Verdict

Words = tuple[str | Promise, str]

# By action: what is said, and the kind of the mark beside it.
WORDS: dict[str, Words] = {
    "open": (gettext_lazy("Draft opened"), "plain"),
    "submit": (gettext_lazy("Materials submitted"), "plain"),
    "flag": (gettext_lazy("Flagged: problems found"), "finding"),
    "accept": (gettext_lazy("Accepted"), "ok"),
    "clear": (gettext_lazy("Cleared: back to the queue"), "plain"),
    "issue_notice": (gettext_lazy("Rectification notice issued"), "finding"),
    "resubmit": (gettext_lazy("Corrected materials submitted"), "plain"),
    "extend": (gettext_lazy("Deadline extended"), "plain"),
    "reject": (gettext_lazy("Rejected"), "overdue"),
    "withdraw": (gettext_lazy("Withdrawn by the institution"), "plain"),
    "take_back": (gettext_lazy("Taken back by the institution"), "plain"),
    "rescind": (gettext_lazy("Rectification notice rescinded"), "plain"),
    "open_inspection": (gettext_lazy("Inspection opened"), "plain"),
    "move_in": (gettext_lazy("Moved in from another register"), "plain"),
    "accept_proposed": (gettext_lazy("Acceptance proposed"), "plain"),
    "accept_returned": (gettext_lazy("Proposed acceptance returned"), "plain"),
    "accept_retracted": (gettext_lazy("Proposed acceptance retracted"), "plain"),
    "issue_notice_proposed": (gettext_lazy("Rectification notice drafted"), "plain"),
    "issue_notice_returned": (gettext_lazy("Drafted notice returned"), "plain"),
    "issue_notice_retracted": (gettext_lazy("Drafted notice retracted"), "plain"),
    "reject_proposed": (gettext_lazy("Rejection proposed"), "finding"),
    "reject_returned": (gettext_lazy("Proposed rejection returned"), "plain"),
    "reject_retracted": (gettext_lazy("Proposed rejection retracted"), "plain"),
    "rescind_proposed": (gettext_lazy("Rescinding the notice proposed"), "plain"),
    "rescind_returned": (gettext_lazy("Proposed rescinding returned"), "plain"),
    "rescind_retracted": (gettext_lazy("Proposed rescinding retracted"), "plain"),
    "finding_taken_back": (gettext_lazy("Finding taken back by who raised it"), "plain"),
    "finding_raised": (gettext_lazy("Finding raised by an officer"), "plain"),
    "finding_confirmed": (gettext_lazy("Finding confirmed"), "finding"),
    "finding_dismissed": (gettext_lazy("Finding dismissed"), "plain"),
    "findings_confirmed": (gettext_lazy("Findings confirmed together"), "finding"),
    "findings_dismissed": (gettext_lazy("Findings dismissed together"), "plain"),
    "opinion_given": (gettext_lazy("Opinion given"), "plain"),
    "judged_rectified": (gettext_lazy("Answer judged: rectified"), "ok"),
    "judged_inadequate": (gettext_lazy("Answer judged: inadequate"), "finding"),
    "statement": (gettext_lazy("Statement handed in"), "plain"),
    "statement_read": (gettext_lazy("Statement read"), "plain"),
    "resolution_recorded": (gettext_lazy("Joint-meeting resolution recorded"), "plain"),
    "resolution_retracted": (gettext_lazy("Joint-meeting resolution taken back"), "plain"),
    "resolution_returned": (gettext_lazy("Joint-meeting resolution returned"), "plain"),
    "resolution_confirmed": (gettext_lazy("Joint-meeting resolution confirmed"), "plain"),
    "measure_ordered": (gettext_lazy("Measure ordered"), "finding"),
    "measure_taken": (gettext_lazy("Measure taken on"), "plain"),
    "measure_declined": (gettext_lazy("Measure declined"), "plain"),
    "measure_carried_out": (gettext_lazy("Measure carried out"), "ok"),
    "measure_lifted": (gettext_lazy("Measure lifted"), "plain"),
    "measure_withdrawn": (gettext_lazy("Measure withdrawn"), "plain"),
    "assigned": (gettext_lazy("Taken on"), "plain"),
    "released": (gettext_lazy("Given back"), "plain"),
    "reveal": (gettext_lazy("Identity number looked at"), "plain"),
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


def _verdict(verdict: str) -> str:
    return str(Verdict(verdict).label) if verdict in Verdict.values else ""


def _item(event: FilingEvent, departments: dict[str, str]) -> Item:
    words, kind = WORDS.get(event.action, (event.action, "plain"))
    details = [_("Handed over") if event.data.get("to") else str(words)]
    if event.action in ("submit", "resubmit") and event.dossier_version:
        details.append(_("version %(version)d") % {"version": event.dossier_version})
    if event.data.get("department") in departments:
        details.append(departments[event.data["department"]])
    if event.action == "reveal" and event.data.get("name"):
        details.append(event.data["name"])
    if event.action == "opinion_given":
        details = [_("Opinion revised")] if event.data.get("revision", 1) > 1 else details[:1]
        details += [departments.get(event.data.get("department", ""), ""), _verdict(event.data.get("verdict", ""))]
    if event.data.get("item"):
        details.append(_("item %(number)d") % {"number": event.data["item"]})
    if event.data.get("rule"):
        details.append(event.data["rule"])
    if event.data.get("from"):
        details.append(_("from %(who)s") % {"who": event.data["from"]})
    if event.data.get("to"):
        details.append(_("to %(who)s") % {"who": event.data["to"]})
    if event.data.get("count"):
        details.append(str(event.data["count"]))
    return Item(event.at, str(event.actor or _("the platform")), " · ".join(filter(None, details)), kind, event.reason)
