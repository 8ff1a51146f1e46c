"""Many courses on one page: where each is given, what it costs, whether homework is set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from courses.staging import names_of_platforms
from filing_platform.errors import FieldError
from institutions.facts import Fact
from institutions.forms.draft import DraftForm
from institutions.models import Platform

COLUMNS = (
    "platform",
    "homework",
    "charge_mode",
    "price",
    "hours_per_payment",
    "months_per_payment",
    "class_size",
)


class CourseRow(DraftForm):
    """What is most often the same for many courses; the page of the course has the rest."""

    needed = ("platform", "homework", "charge_mode", "price")

    platform = forms.TypedChoiceField(label=_("Platform"), required=False, empty_value=None)

    class Meta(DraftForm.Meta):
        model = Course
        fields: ClassVar[list[str]] = list(COLUMNS)

    def __init__(self, *args: Any, platforms: dict[str, Platform], names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["platform"]
        # One list for all rows, instead of a query a row.
        chosen.choices = [("", _("Not chosen yet")), *names.items()]  # type: ignore[attr-defined]
        chosen.coerce = platforms.__getitem__  # type: ignore[attr-defined]


class CourseRows:
    """The rows of one page, checked and saved as one; a course that was removed meanwhile is left out."""

    def __init__(self, data: Any = None, files: Any = None, *, courses: Sequence[Course], dossier: Any) -> None:
        platforms = {str(platform.pk): platform for platform in dossier.platforms.all()}
        names = {str(pk): name for pk, name in names_of_platforms(dossier).items()}
        self.rows = [
            CourseRow(data, instance=course, prefix=str(course.line), platforms=platforms, names=names)
            for course in courses
        ]

    def is_valid(self) -> bool:
        """All are asked, so that every mistake shows at once."""
        return not [row for row in self.rows if not row.is_valid()]

    @property
    def is_stale(self) -> bool:
        """A row was changed elsewhere since the page was made."""
        return any(row.is_stale for row in self.rows)

    @property
    def stored_otherwise(self) -> list[Fact]:
        """What is stored in the rows that were changed elsewhere."""
        return [
            Fact(fact.name, f"{row.instance.name} · {fact.label}", fact.value)
            for row in self.rows
            if row.is_stale
            for fact in row.stored_otherwise
        ]

    @property
    def errors(self) -> list[FieldError]:
        """Every mistake with its field, for the summary at the top."""
        return [
            FieldError(f"{row.prefix}-{name}", f"{row.instance.name} · {row[name].label}: {text}")
            for row in self.rows
            if row.is_bound
            for name, texts in row.errors.items()
            for text in texts
        ]

    @property
    def labels(self) -> dict[str, str]:
        """What each field is called, with the name of its course."""
        return {name: f"{row.instance.name} · {label}" for row in self.rows for name, label in row.labels.items()}

    def renew_seen(self) -> None:
        """Saving the page now replaces what is stored."""
        for row in self.rows:
            row.renew_seen()

    def save(self) -> None:
        """Keep all rows in one statement."""
        Course.objects.bulk_update([row.instance for row in self.rows], COLUMNS)
