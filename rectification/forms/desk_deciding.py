"""What officers type for an act on a filing: one form an act, each giving the act's terms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filing_platform import clock
from institutions.editing import current_dossier
from institutions.models import Action, Decision, Filing, State
from rectification import deadlines
from rectification.facts import apart
from rectification.forms.desk import DayInput, public_text_field, text_field
from rectification.materials import things_at
from rectification.models import NoticeItem
from screening.models import Finding
from screening.wording import sentence

# More requirements than this are written from the findings' own words.
MOST_REQUIREMENTS = 100


class ActForm(forms.Form):
    """An act on a filing; `version` is the one the page was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, filing: Filing, before: Decision | None = None, **kwargs: Any) -> None:
        """`before` is a proposal of this act that came back: the form starts from what it said."""
        self.filing = filing
        said = self.said(before) if before else {}
        super().__init__(*args, initial={"version": filing.version} | self.given(filing) | said, **kwargs)

    def said(self, before: Decision) -> dict[str, Any]:
        """What the proposal that came back had in the fields."""
        return {}

    def given(self, filing: Filing) -> dict[str, Any]:
        """What stands in the fields before anybody types."""
        return {}

    def terms(self) -> dict[str, Any]:
        """The act's own values."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OneStepForm(ActForm):
    """Flag or clear."""

    reason = text_field(gettext_lazy("Remarks for the file"), required=False, rows=2)


class ExtendForm(ActForm):
    """A later deadline, with the reason."""

    deadline = forms.DateField(label=gettext_lazy("New deadline"), widget=DayInput())
    reason = text_field(gettext_lazy("Why more time is given"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        notice = self.filing.notices.filter(rescinded_on=None).order_by("-round").first()
        self.latest = deadlines.latest_extension(notice, self.filing.programme) if notice is not None else None
        if self.latest is not None:
            self.fields["deadline"].help_text = _("After %(old)s and not after %(latest)s.") % {
                "old": _day(self.after),
                "latest": _day(self.latest),
            }

    @property
    def after(self) -> date:
        """The new day is later than today and than the deadline there is."""
        return max(clock.today(), self.filing.deadline or clock.today())

    def clean_deadline(self) -> date:
        """Within the programme's limit, said at the field."""
        day: date = self.cleaned_data["deadline"]
        return day if self.latest is None else _within(day, self.after, self.latest)


class DecisionForm(ActForm):
    """A proposal: what the public will read, and a note for the second officer."""

    public_reason = public_text_field(gettext_lazy("Reason that the public will read"), rows=4)
    internal_note = text_field(gettext_lazy("Note for the second officer"), required=False, rows=2)

    def said(self, before: Decision) -> dict[str, Any]:
        return {"public_reason": before.public_reason, "internal_note": before.internal_note}


class AcceptForm(DecisionForm):
    """Acceptance: its reason is a sentence that the officer may change."""

    def given(self, filing: Filing) -> dict[str, Any]:
        return {"public_reason": "备案材料经会审符合规定。"}


class NoticeForm(DecisionForm):
    """A rectification notice: deadline, and a requirement for each confirmed finding."""

    deadline = forms.DateField(label=gettext_lazy("To be rectified by"), widget=DayInput())
    text = text_field(gettext_lazy("Opening words of the notice"), required=False)

    field_order = ["version", "deadline", "public_reason", "text", "internal_note"]

    def __init__(self, *args: Any, filing: Filing, **kwargs: Any) -> None:
        self.findings = list(Finding.objects.filter(dossier=current_dossier(filing)).confirmed().in_notice_order())
        super().__init__(*args, filing=filing, **kwargs)
        latest = deadlines.latest_deadline(filing, clock.today())
        self.fields["deadline"].help_text = _("After today and not after %(day)s.") % {
            "day": date_format(latest, "DATE_FORMAT")
        }
        for number, (finding, about) in enumerate(self._about(), 1):
            field = text_field(
                _("Requirement %(number)d") % {"number": number}, required=False, rows=2, help_text=about
            )
            # What leaving it empty means is said above them all.
            field.needed = True  # type: ignore[attr-defined]
            self.fields[f"requirement_{finding.pk}"] = field

    def clean_deadline(self) -> date:
        """Within the programme's limit, said at the field."""
        latest = deadlines.latest_deadline(self.filing, clock.today())
        return _within(self.cleaned_data["deadline"], clock.today(), latest)

    def _about(self) -> list[tuple[Finding, str]]:
        """Each finding that has a field, with the thing it is about, its rule and what was found."""
        shown = self.findings[:MOST_REQUIREMENTS]
        if not shown:
            return []
        things = things_at(shown[0].dossier, [(finding.section, finding.line) for finding in shown])
        return [
            (finding, _found(finding, apart(thing.section, thing.title, thing.facts)))
            for finding, thing in zip(shown, things, strict=True)
        ]

    def given(self, filing: Filing) -> dict[str, Any]:
        return {"deadline": deadlines.latest_deadline(filing, clock.today())}

    def said(self, before: Decision) -> dict[str, Any]:
        words = {f"requirement_{pk}": text for pk, text in before.terms.get("requirements", {}).items()}
        said = super().said(before) | {"text": before.terms.get("text", "")} | words
        day = parse_date(before.terms.get("deadline", ""))
        is_possible = day is not None and clock.today() < day <= deadlines.latest_deadline(self.filing, clock.today())
        return said | ({"deadline": day} if is_possible else {})

    @property
    def requirements(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("requirement_")]

    def terms(self) -> dict[str, Any]:
        values = super().terms()
        kept = {name: values.pop(name) for name in list(values) if name.startswith("requirement_")}
        return values | {"requirements": {name.split("_")[1]: text for name, text in kept.items() if text}}


class RejectForm(DecisionForm):
    """A rejection; from "problems found" with no inadequate answer it says why the problem cannot be rectified."""

    cannot_be_rectified = text_field(gettext_lazy("Why the problem cannot be rectified"))

    field_order = ["version", "public_reason", "cannot_be_rectified", "internal_note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.asks_why:
            why = _("No item was judged inadequate: say why the problem cannot be rectified.")
            self.fields["cannot_be_rectified"].error_messages["required"] = why
        else:
            del self.fields["cannot_be_rectified"]

    def said(self, before: Decision) -> dict[str, Any]:
        return super().said(before) | {"cannot_be_rectified": before.terms.get("cannot_be_rectified", "")}

    @property
    def asks_why(self) -> bool:
        inadequate = NoticeItem.objects.filter(
            notice__filing=self.filing, notice__rescinded_on=None, judgement__verdict="inadequate"
        )
        return self.filing.state == State.FLAGGED and not inadequate.exists()


FORMS: dict[str, type[ActForm]] = {
    Action.FLAG: OneStepForm,
    Action.CLEAR: OneStepForm,
    Action.EXTEND: ExtendForm,
    Action.ACCEPT: AcceptForm,
    Action.ISSUE_NOTICE: NoticeForm,
    Action.REJECT: RejectForm,
    Action.RESCIND: DecisionForm,
}


def _within(day: date, after: date, latest: date) -> date:
    if not after < day <= latest:
        told = {"after": _day(after), "latest": _day(latest)}
        raise ValidationError(_("Choose a day after %(after)s and not after %(latest)s") % told)
    return day


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _found(finding: Finding, name: str) -> str:
    about = " · ".join(filter(None, [name, finding.rule]))
    return format_html("{}<br>{}", about, _("Found: %(what)s") % {"what": sentence(finding)})


class SecondOfficerForm(forms.Form):
    """The second officer's answer; returning needs a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    reason = text_field(gettext_lazy("Why you return it"), required=False)
