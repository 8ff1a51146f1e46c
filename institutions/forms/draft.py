"""A form of one row of a draft: it may be left incomplete, and knows when the row changed since the page was made."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.text import capfirst

from institutions.facts import Fact, facts, fingerprint
from institutions.forms.fields import forgiving


class DraftForm(forms.ModelForm):
    """Carries the fingerprint of the row as the page showed it; `is_stale` compares it with the row as it is."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    # Needed before the materials can be submitted, though a draft is saved without.
    needed: ClassVar[Iterable[str]] = ()
    # Columns whose change elsewhere matters; those of the form when empty.
    watched: ClassVar[tuple[str, ...]] = ()

    class Meta:
        formfield_callback = forgiving
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = copy.copy(self.instance)
        self.stored_fingerprint = fingerprint(self.stored, self._watched) if self.stored.pk else ""
        self.initial["seen"] = self.stored_fingerprint
        for field in self.fields.values():
            field.label = capfirst(field.label)
        for name in self.needed:
            if name in self.fields:
                self.fields[name].needed = True  # type: ignore[attr-defined]

    @property
    def _watched(self) -> Iterable[str]:
        return self.watched or self._meta.fields or ()

    @property
    def is_stale(self) -> bool:
        """The row was changed elsewhere since the page was made, into something else than was typed here."""
        unchanged = self.cleaned_data.get("seen", "") == self.stored_fingerprint
        return not unchanged and fingerprint(self.instance, self._watched) != self.stored_fingerprint

    @property
    def stored_otherwise(self) -> list[Fact]:
        """The columns in which what is stored differs from what was typed, as stored."""
        pairs = zip(facts(self.stored, self._watched), facts(self.instance, self._watched), strict=True)
        return [stored for stored, typed in pairs if stored.value != typed.value]

    @property
    def still_missing(self) -> list[forms.BoundField]:
        """Needed fields that the stored row leaves empty."""
        if self.instance.pk is None:
            return []
        return [self[name] for name in self.needed if name in self.fields and _is_empty(self.stored, name)]

    @property
    def labels(self) -> dict[str, str]:
        """What each field that is typed into is called, by its name in what is sent."""
        return {field.html_name: str(field.label) for field in self.visible_fields()}

    def renew_seen(self) -> None:
        """The page is shown again with what was typed; saving it now replaces what is stored."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.stored_fingerprint


def _is_empty(row: models.Model, name: str) -> bool:
    """Nothing given yet; a declaration that was not ticked is nothing, a question answered with no is an answer."""
    value = getattr(row, name)
    return value in ("", None, []) or (value is False and not row._meta.get_field(name).null)  # type: ignore[union-attr]
