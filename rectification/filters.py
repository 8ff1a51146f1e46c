"""The queue's filters, all in the address; what cannot be read is refused, never ignored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Exists, F, OuterRef, Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from accounts.models import Department, Jurisdiction, Post, Role
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import BadInput
from institutions.models import Filing, Kind, Outcome, State
from institutions.querysets import FilingQuerySet
from rectification import naming, querysets
from screening.models import Finding, FindingStatus, Opinion, Verdict
from screening.rules import RULES

SEEN_STATES = [(state.value, state.label) for state in State if state != State.DRAFT]
DEADLINES = [
    ("overdue", gettext_lazy("Overdue")),
    ("7", gettext_lazy("Within 7 days")),
    ("30", gettext_lazy("Within 30 days")),
    ("none", gettext_lazy("No notice running")),
]
SORTS = (
    ("state_since", "since"),
    ("number", "number"),
    ("institution__name", "institution"),
    ("kind", "kind"),
    ("state", "state"),
    ("due_on", "deadline"),
    ("assigned_to__name", "assigned"),
)


class Ordering(django_filters.OrderingFilter):
    """What has no such value comes last, whichever way it is sorted."""

    def get_ordering_value(self, param: str) -> Any:
        value = super().get_ordering_value(param)
        name = value.removeprefix("-")
        if name not in ("due_on", "assigned_to__name"):
            return value
        field = F(name)
        return field.desc(nulls_last=True) if value.startswith("-") else field.asc(nulls_last=True)


class QueueFilter(django_filters.FilterSet):
    """Filings annotated with `current` and `due_on` (rectification/querysets.py)."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=SEEN_STATES)
    outcome = django_filters.ChoiceFilter(label=gettext_lazy("Outcome"), choices=Outcome.choices)
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=Kind.choices)
    opinion = django_filters.ChoiceFilter(
        label=gettext_lazy("Department opinion"), choices=lambda: _opinion_choices(), method="by_opinion"
    )
    rule = django_filters.ChoiceFilter(
        label=gettext_lazy("Rule"), choices=[(rule.number, rule.title) for rule in RULES], method="by_rule"
    )
    deadline = django_filters.ChoiceFilter(label=gettext_lazy("Deadline"), choices=DEADLINES, method="by_deadline")
    province = django_filters.ChoiceFilter(
        label=gettext_lazy("Province"), choices=lambda: _province_choices(), field_name="jurisdiction"
    )
    assigned = django_filters.ChoiceFilter(label=gettext_lazy("Assigned to"), choices=[], method="by_assigned")
    q = django_filters.CharFilter(
        label=gettext_lazy("Institution or number"),
        method="by_words",
        max_length=100,
        validators=[ProhibitNullCharactersValidator()],
    )
    sort = Ordering(fields=SORTS)

    class Meta:
        model = Filing
        fields: list[str] = []

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.filters["assigned"].extra["choices"] = _assigned_choices(user)
        if rights_of(user).jurisdictions:
            # Who sees one province, or two, has nothing to choose.
            del self.filters["province"]

    def by_opinion(self, filings: FilingQuerySet, name: str, value: str) -> FilingQuerySet:
        what, department = value.split(":")
        given = Opinion.objects.filter(dossier=OuterRef("current"), department=department)
        if what == "missing":
            takes_part = Q(programme__departments__department=department)
            return filings.filter(takes_part, ~Exists(given), state=State.SUBMITTED)
        newest = given.order_by("-revision").values("verdict")[:1]
        return filings.alias(verdict=newest).filter(verdict=Verdict.PROBLEMS_FOUND)

    def by_rule(self, filings: FilingQuerySet, name: str, value: str) -> FilingQuerySet:
        standing = Finding.objects.filter(dossier=OuterRef("current"), rule=value)
        return filings.filter(Exists(standing.exclude(status=FindingStatus.DISMISSED)))

    def by_deadline(self, filings: FilingQuerySet, name: str, value: str) -> FilingQuerySet:
        today = clock.today()
        if value == "none":
            return filings.filter(deadline=None)
        if value == "overdue":
            return querysets.overdue(filings)
        return filings.filter(deadline__range=(today, today + timedelta(days=int(value))))

    def by_assigned(self, filings: FilingQuerySet, name: str, value: str) -> FilingQuerySet:
        if value == "nobody":
            return filings.filter(assigned_to=None)
        return filings.filter(assigned_to=self.user.pk if value == "me" else int(value))

    def by_words(self, filings: FilingQuerySet, name: str, value: str) -> FilingQuerySet:
        words = value.strip()
        digits = words.replace("-", "").replace(" ", "")
        if digits.isascii() and digits.isdigit():
            # The beginning of a filing's number, or a code of the institution's: ICP, credit code.
            return filings.filter(Q(number__startswith=digits) | Q(institution__in=naming.by_terms(digits)))
        return filings.filter(naming.named(words, self.user))


@dataclass(frozen=True)
class Choice:
    """One link of a filter's menu."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class Menu:
    """One filter as a chip that opens."""

    label: str
    chosen: str
    choices: list[Choice]


@dataclass(frozen=True)
class Column:
    """A heading that sorts by its link; `sorted` as in aria-sort."""

    label: str
    href: str
    sorted: str


HEADINGS = (
    ("number", gettext_lazy("Number")),
    ("institution", gettext_lazy("Institution")),
    ("kind", gettext_lazy("Kind")),
    ("state", gettext_lazy("State")),
    ("since", pgettext_lazy("in this state", "Days")),
    ("deadline", gettext_lazy("Deadline")),
    ("assigned", gettext_lazy("Assigned to")),
)


def columns(parameters: QueryDict) -> dict[str, Column]:
    """The headings that sort, by name; the first click sorts upwards, the next downwards."""
    current = parameters.get("sort", "since")
    return {name: _column(name, str(label), current, parameters) for name, label in HEADINGS}


def _column(name: str, label: str, current: str, parameters: QueryDict) -> Column:
    direction = {name: "ascending", f"-{name}": "descending"}.get(current, "")
    turned = f"-{name}" if direction == "ascending" else name
    if name == "since":
        # Sorted by its day, shown as days since: the earliest day stands for the most days.
        direction = {"ascending": "descending", "descending": "ascending"}.get(direction, "")
    return Column(label, address(parameters, sort=turned), direction)


def filtered(filings: FilingQuerySet, parameters: QueryDict, user: Any) -> QueueFilter:
    """The filings that the address asks for; BadInput when it asks what there is not."""
    asked = QueueFilter(parameters, queryset=filings, user=user)
    if not asked.is_valid():
        names = ", ".join(sorted(asked.form.errors))
        raise BadInput("bad_filter", gettext_noop("These filters cannot be read: %(names)s."), {"names": names})
    return asked


def menus(asked: QueueFilter, parameters: QueryDict) -> list[Menu]:
    """Every filter with choices, as links that keep the rest of the address."""
    return [_menu(name, field, parameters) for name, field in asked.form.fields.items() if _is_menu(name, field)]


def address(parameters: QueryDict, **changed: str | None) -> str:
    """The address with these parameters changed (None: taken away); always back on the first page."""
    kept = parameters.copy()
    for name, value in {"page": None, **changed}.items():
        kept.pop(name, None)
        if value:
            kept[name] = value
    return f"?{kept.urlencode()}"


def _is_menu(name: str, field: forms.Field) -> bool:
    return isinstance(field, forms.ChoiceField) and name != "sort"


def _menu(name: str, field: Any, parameters: QueryDict) -> Menu:
    value = parameters.get(name, "")
    # As Django resolved them for the widget, whether they were given as a list or as a function.
    offered = [(str(key), str(label)) for key, label in field.widget.choices if key]
    choices = [Choice(label, address(parameters, **{name: key}), key == value) for key, label in offered]
    if value:
        choices.insert(0, Choice(_("Any"), address(parameters, **{name: None}), False))
    return Menu(str(field.label), dict(offered).get(value, ""), choices)


def _province_choices() -> Iterable[tuple[str, str]]:
    return [(each.pk, str(each)) for each in Jurisdiction.objects.all()]


def _opinion_choices() -> Iterable[tuple[str, str | Promise]]:
    departments = list(Department.objects.all())
    short = {department: str(department) for department in departments}
    missing = [(f"missing:{d.code}", _("%(department)s: none yet") % {"department": short[d]}) for d in departments]
    return missing + [
        (f"problems:{d.code}", _("%(department)s: problems found") % {"department": short[d]}) for d in departments
    ]


def _assigned_choices(user: Any) -> list[tuple[str, str]]:
    everybody = [("me", _("Me")), ("nobody", _("Nobody"))]
    codes = rights_of(user).jurisdictions
    if not codes:
        return everybody[1:]
    posts = Post.objects.in_force(clock.today()).filter(role=Role.EDUCATION_OFFICER, jurisdiction__in=codes)
    colleagues = posts.exclude(user=user).order_by("user__name").values_list("user_id", "user__name").distinct()
    return everybody + [(str(pk), name) for pk, name in colleagues]
