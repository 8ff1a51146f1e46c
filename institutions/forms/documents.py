"""The form of one document: the file, what it is, and which platform or course it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from filing_platform.errors import BadInput, Refused
from institutions import documents
from institutions.forms.draft import DraftForm
from institutions.models import Blob, DossierDocument

ACCEPTED = ".pdf,.png,.jpg,.jpeg"
SALT = "institutions.kept_file"


class DocumentForm(DraftForm):
    """A new document needs its file; a stored one keeps it unless another is chosen."""

    about = forms.ChoiceField(label=_("About"), required=False)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG or JPEG, at most 20 MB."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    # A file that was taken while another field was wrong: it need not be sent twice.
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    watched = ("kind", "title", "blob", "about_section", "about_line")

    class Meta(DraftForm.Meta):
        model = DossierDocument
        fields = ["kind", "title"]
        help_texts = {"title": _("Only if the kind does not say enough.")}

    def __init__(self, *args: Any, abouts: Sequence[tuple[Any, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("The institution as a whole")), *abouts]  # type: ignore[attr-defined]
        self.kept_name = ""
        if self.instance.pk is None:
            self.fields["file"].needed = True  # type: ignore[attr-defined]
        if self.instance.about_line:
            self.initial["about"] = f"{self.instance.about_section}:{self.instance.about_line}"

    def clean_file(self) -> tuple[Blob, str] | None:
        """The stored file and its name; what is wrong with it is said at the field."""
        upload = self.cleaned_data["file"]
        if not upload:
            return None
        try:
            blob = documents.store(upload)
        except (BadInput, Refused) as problem:
            raise forms.ValidationError(str(problem)) from problem
        return blob, documents.safe_name(upload.name, blob.content_type)

    def clean(self) -> dict[str, Any]:
        """A file from now, from before, or already stored there must be."""
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("file") or _kept(cleaned.get("kept", ""))
        if chosen:
            self._keep(*chosen)
        elif self.instance.pk is None and "file" not in self.errors:
            self.add_error("file", _("Choose the file."))
        return cleaned | {"file": chosen}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        chosen = self.cleaned_data.get("file")
        if chosen:
            self.instance.blob, self.instance.file_name = chosen
        section, _separator, line = self.cleaned_data.get("about", "").partition(":")
        self.instance.about_section, self.instance.about_line = section, UUID(line) if line else None

    def _keep(self, blob: Blob, name: str) -> None:
        self.kept_name = name
        self.data = self.data.copy()
        self.data[self.add_prefix("kept")] = signing.dumps([blob.pk, name], salt=SALT)


def _kept(token: str) -> tuple[Blob, str] | None:
    try:
        pk, name = signing.loads(token, salt=SALT, max_age=24 * 3600)
    except signing.BadSignature:
        return None
    blob = Blob.objects.filter(pk=pk).first()
    return (blob, name) if blob else None
