"""What the institution types when it hands in, withdraws, answers and defends itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from filing_platform.errors import BadInput, Refused
from institutions import documents
from institutions.forms.documents import ACCEPTED
from institutions.forms.fields import LONGEST_TEXT
from institutions.models import Blob


class VersionForm(forms.Form):
    """Carries the version of the filing that the page was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class SubmissionForm(VersionForm):
    """Handing in takes a word; `dossier` tells a second click from a new submission."""

    dossier = forms.IntegerField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        label=_("The materials are true and complete, and I may hand them in for the institution."),
        error_messages={"required": _("Confirm that the materials are true and complete.")},
    )


class WithdrawalForm(VersionForm):
    """Withdrawing takes a reason."""

    reason = forms.CharField(
        label=_("Why the filing is withdrawn"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why the filing is withdrawn.")},
    )


class ExplanationForm(forms.Form):
    """情况说明 about one finding that screening would raise; without words it is taken back."""

    rule = forms.CharField(max_length=20, widget=forms.HiddenInput)
    section = forms.CharField(max_length=12, widget=forms.HiddenInput)
    line = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Explanation"), max_length=1000, required=False)


class StatementForm(forms.Form):
    """陈述申辩."""

    text = forms.CharField(
        label=_("Your statement"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("It is handed in once and cannot be changed afterwards."),
        error_messages={"required": _("Write your statement.")},
    )


class AnswerForm(forms.Form):
    """整改说明: what was done about one item, or why not, and a file that shows it."""

    text = forms.CharField(
        label=_("What was done, or why not"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what has been done, or why not.")},
    )
    file = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("A PDF, PNG or JPEG file of at most 20 MB; more can be added after saving."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    # The answer as the page showed it.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> tuple[Blob, str] | None:
        """The stored file and its name."""
        upload: UploadedFile | None = self.cleaned_data["file"]
        if not upload:
            return None
        try:
            blob = documents.store(upload)
        except (BadInput, Refused) as problem:
            raise forms.ValidationError(str(problem)) from problem
        return blob, documents.safe_name(upload.name or "", blob.content_type)

    @property
    def evidence(self) -> list[tuple[Blob, str]]:
        """What was chosen."""
        chosen: Any = self.cleaned_data.get("file")
        return [chosen] if chosen else []
