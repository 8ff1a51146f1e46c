"""What people type about a course and its weekly lessons."""

from __future__ import annotations

from datetime import time
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.grades import LABELS
from courses.models import Course, Homework, Lesson, Mode, Weekday
from courses.section import COURSES, LESSON_COLUMNS
from filing_platform.errors import FieldError
from institutions.forms.draft import DraftForm
from institutions.forms.fields import HourField, WholeField, capital

BLANK_LESSONS = 3
MOST_LESSONS = 60
FEES = ("price", "refund_rule")


def grade_choices() -> list[tuple[int, str]]:
    """Grades 1 to 12, in the reader's language."""
    return [(number, capfirst(label)) for number, label in LABELS.items()]


class CourseForm(DraftForm):
    """课程: everything but its lessons and teachers."""

    needed = ("platform", "grades", "homework", "charge_mode", "price", "refund_rule")

    grades = forms.TypedMultipleChoiceField(
        label=_("Grades"),
        choices=grade_choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--short"}),
    )
    lessons_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta(DraftForm.Meta):
        model = Course
        # All that is sealed of a course, and where it is given.
        fields: ClassVar[list[str]] = ["platform", *COURSES.tables[0].columns]
        widgets: ClassVar[dict[str, Any]] = {"mode": forms.RadioSelect, "homework": forms.RadioSelect}
        help_texts: ClassVar[dict[str, Any]] = {
            "lesson_minutes": _(
                "Of a recorded course; a live course says it in its timetable. At most 40 are allowed."
            ),
            "price": _("Leave empty when it is free of charge."),
            "hours_per_payment": _("When charged by class hour: at most 60 are allowed."),
            "months_per_payment": _("When charged by period: at most 3 are allowed."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Without the blank that a list would need: these are radio buttons.
        self.fields["mode"].choices = capital(Mode.choices)  # type: ignore[attr-defined]
        self.fields["homework"].choices = capital(Homework.choices)  # type: ignore[attr-defined]
        platforms = self.fields["platform"]
        platforms.queryset = self.instance.dossier.platforms.all()  # type: ignore[attr-defined]
        platforms.empty_label = _("Not chosen yet")  # type: ignore[attr-defined]

    @property
    def still_missing(self) -> list[forms.BoundField]:
        """A course free of charge has no price and needs no refund rules."""
        lacking = super().still_missing
        return [field for field in lacking if field.name not in FEES] if self.stored.is_free else lacking

    def clean(self) -> dict[str, Any]:
        """The last lesson is not before the first."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last lesson is before the first."))
        return cleaned


class LessonForm(forms.Form):
    """One weekly lesson; a row left empty is none."""

    line = forms.UUIDField(required=False, widget=forms.HiddenInput)
    weekday = forms.TypedChoiceField(
        label=_("Weekday"), choices=[("", "—"), *Weekday.choices], coerce=int, empty_value=None
    )
    starts = HourField(label=_("Starts"))
    ends = HourField(label=_("Ends"))
    lesson_minutes = WholeField(label=_("Minutes a lesson"), min_value=1, max_value=600)
    break_minutes = WholeField(label=_("Minutes of break"), min_value=0, max_value=600, initial=10)

    def has_changed(self) -> bool:
        """A row without day, times and length is none, even when it was one: emptying it removes it."""
        return any(self[name].data not in (None, "") for name in ("weekday", "starts", "ends", "lesson_minutes"))

    def clean(self) -> dict[str, Any]:
        """It ends after it starts."""
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if isinstance(starts, time) and isinstance(ends, time) and ends <= starts:
            self.add_error("ends", _("The lesson ends before it starts."))
        return cleaned


class _Lessons(forms.BaseFormSet):
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"empty_permitted": True}


LessonFormSet = forms.formset_factory(
    LessonForm, formset=_Lessons, extra=BLANK_LESSONS, can_delete=True, max_num=MOST_LESSONS, absolute_max=MOST_LESSONS
)


class CoursePage:
    """The form of a course together with its weekly timetable: checked and saved as one."""

    def __init__(self, data: Any = None, files: Any = None, *, instance: Course) -> None:
        stored = list(instance.lessons.all()) if instance.pk else []
        self.stored_lessons = _comparable([_values(lesson) for lesson in stored])
        self.course = CourseForm(data, instance=instance, initial={"lessons_seen": self.stored_lessons})
        self.lessons = LessonFormSet(
            data, prefix="lessons", initial=[{"line": lesson.line} | _values(lesson) for lesson in stored]
        )

    def is_valid(self) -> bool:
        """Both are asked, so that every mistake shows at once."""
        return all([self.course.is_valid(), self.lessons.is_valid()])

    @property
    def is_stale(self) -> bool:
        """The course or its timetable was changed elsewhere since the page was made."""
        seen = self.course.cleaned_data["lessons_seen"]
        typed = _comparable([{name: row[name] for name in LESSON_COLUMNS} for row in self._typed_lessons()])
        return self.course.is_stale or (seen != self.stored_lessons and typed != self.stored_lessons)

    @property
    def stored_otherwise(self) -> list[Any]:
        """The columns of the course in which what is stored differs from what was typed."""
        return self.course.stored_otherwise

    @property
    def still_missing(self) -> list[forms.BoundField]:
        """What the stored course lacks."""
        return self.course.still_missing

    @property
    def errors(self) -> list[FieldError]:
        """Every mistake with its field, for the summary at the top."""
        if not self.course.is_bound:
            return []
        found = _named_errors(self.course)
        for lesson in self.lessons:
            found += _named_errors(lesson)
        return found + [FieldError("", text) for text in self.lessons.non_form_errors()]

    @property
    def labels(self) -> dict[str, str]:
        """What each field is called; those of the timetable with the number of their lesson."""
        named = self.course.labels
        for number, lesson in enumerate(self.lessons, 1):
            title = gettext("Lesson %(number)s") % {"number": number}
            named |= {field.html_name: f"{title} · {field.label}" for field in lesson.visible_fields()}
        return named

    def renew_seen(self) -> None:
        """Saving the page now replaces what is stored."""
        self.course.renew_seen()
        self.course.data["lessons_seen"] = self.stored_lessons

    @transaction.atomic
    def save(self) -> Course:
        """Keep the course and, as one set, its lessons; a lesson keeps its line."""
        course = self.course.save()
        course.lessons.all().delete()
        Lesson.objects.bulk_create(
            Lesson(dossier_id=course.dossier_id, course=course, **_without_empty_line(row))
            for row in self._typed_lessons()
        )
        return course

    def _typed_lessons(self) -> list[dict[str, Any]]:
        rows = [form.cleaned_data for form in self.lessons if form.cleaned_data.get("weekday")]
        return [
            {name: value for name, value in row.items() if name != "DELETE"} for row in rows if not row.get("DELETE")
        ]


def _named_errors(form: forms.BaseForm) -> list[FieldError]:
    """Every mistake of one form, with the name of its field as the page shows it."""
    return [
        FieldError(form[name].html_name, gettext("%(label)s: %(error)s") % {"label": form[name].label, "error": text})
        for name, texts in form.errors.items()
        for text in texts
    ]


def _values(lesson: Lesson) -> dict[str, Any]:
    return {name: getattr(lesson, name) for name in LESSON_COLUMNS}


def _comparable(lessons: list[dict[str, Any]]) -> str:
    """The same text for the same lessons, whatever their order."""
    return " ".join(sorted("/".join(str(row[name]) for name in LESSON_COLUMNS) for row in lessons))


def _without_empty_line(row: dict[str, Any]) -> dict[str, Any]:
    return row if row["line"] else {name: value for name, value in row.items() if name != "line"}
