"""The form of one document: the file, what it is, and which platform or course it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filing_platform.errors import BadInput
from institutions import documents
from institutions.forms.draft import DraftForm
from institutions.models import DossierDocument

ACCEPTED = ".pdf,.png,.jpg,.jpeg"
# A choice of a thing in the dossier: "section:line", its name.
About = tuple[str, str]


class DocumentForm(DraftForm):
    """A new document needs its file; a stored one keeps it unless another is chosen."""

    about = forms.ChoiceField(label=_("about"), required=False)
    file = forms.FileField(
        label=_("file"),
        help_text=_("PDF, PNG or JPEG, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    class Meta(DraftForm.Meta):
        model = DossierDocument
        fields = ["kind", "title"]
        help_texts = {"title": _("Only if the kind does not say enough.")}

    def __init__(self, *args: Any, abouts: Sequence[tuple[Any, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("The institution as a whole")), *abouts]  # type: ignore[attr-defined]
        self.fields["file"].required = self.instance.pk is None
        if self.instance.about_line:
            self.initial["about"] = f"{self.instance.about_section}:{self.instance.about_line}"

    def clean_file(self) -> Any:
        """The stored blob; what is wrong with the file is said at the field."""
        upload = self.cleaned_data["file"]
        if not upload:
            return None
        try:
            return documents.store(upload)
        except BadInput as problem:
            raise forms.ValidationError(str(problem)) from problem

    def save(self, commit: bool = True) -> DossierDocument:
        """Keep the row, with its file and the thing it is about."""
        document = super().save(commit=False)
        blob = self.cleaned_data["file"]
        if blob:
            document.blob = blob
            document.file_name = documents.safe_name(self.files[self.add_prefix("file")].name, blob.content_type)
        section, _separator, line = self.cleaned_data["about"].partition(":")
        document.about_section, document.about_line = section, line or None
        if commit:
            document.save()
        return document
