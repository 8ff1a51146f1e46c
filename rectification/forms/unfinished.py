"""A small form of a page that shows many: it is shown again where it stood, with what was typed and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from filing_platform.errors import FieldError


@dataclass(frozen=True)
class Unfinished:
    """The form that was refused, and its `place` on the page: `finding-12`; its text has the id `id_finding-12`."""

    place: str
    form: forms.Form

    @property
    def errors(self) -> list[FieldError]:
        """Everything wrong, for the summary."""
        return [FieldError(self.place, message) for message in self._messages()]

    @property
    def error(self) -> str:
        """The same in one line, for the place itself."""
        return " ".join(self._messages())

    def typed(self, name: str) -> str:
        """What was typed into that field."""
        return str(self.form.data.get(name, ""))

    def _messages(self) -> Iterator[str]:
        for name, messages in self.form.errors.items():
            field = self.form.fields.get(name)
            for message in messages:
                if field is None or field.widget.is_hidden or isinstance(field.widget, forms.Textarea):
                    yield message
                else:
                    yield _("%(label)s: %(error)s") % {"label": field.label, "error": message}
