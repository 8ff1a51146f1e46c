"""What administrators type: a new version of the programme, a post."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.appointing import known
from accounts.models import Department, Jurisdiction, JurisdictionDepartment, Post, Programme, Role
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import BadInput
from institutions.forms.fields import HourField, WholeField, plain
from rectification import rule_limits
from rectification.forms.desk import DayInput
from rectification.programme_versions import LABELS
from rectification.rule_limits import LABELS as LIMIT_LABELS
from rectification.rule_limits import WITH_WORDS
from screening import programmes
from screening.limits import InForce
from screening.programmes import BOUNDS, PARAMETERS

LOOSER_THAN_NATION = _("Looser than the national limit (%(limits)s)")
LOOSER_THAN_REGULATION = _("Looser than the limit of the regulation (%(limits)s)")


def at_fields(form: forms.BaseForm, problem: BadInput) -> None:
    """What the domain refused, each error at its field."""
    for error in problem.errors:
        form.add_error(error.field if error.field in form.fields else None, error.message)


class ProgrammeForm(forms.ModelForm):
    """The next version, filled in with what is in force."""

    in_force_from = forms.DateField(label=_("In force from"), widget=DayInput())
    departments = forms.ModelMultipleChoiceField(
        label=_("Departments that take part"),
        queryset=Department.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Programme
        fields = PARAMETERS
        labels = LABELS
        widgets = {"early_until": DayInput(), "early_deadline": DayInput()}

    field_order = ["in_force_from", "departments", *PARAMETERS]

    def __init__(self, *args: Any, jurisdiction: Jurisdiction, in_force: Programme | None, **kwargs: Any) -> None:
        given = {name: getattr(in_force, name) for name in PARAMETERS} if in_force else {}
        if in_force:
            given["departments"] = list(in_force.departments.values_list("department", flat=True))
        super().__init__(*args, initial=given, **kwargs)
        self.jurisdiction = jurisdiction
        for name, (least, most) in BOUNDS.items():
            hint = gettext("From %(least)s to %(most)s") % {"least": least, "most": most}
            # Its bounds are the domain's, told with everything else that is wrong.
            self.fields[name] = WholeField(label=LABELS[name], help_text=hint)
        there = JurisdictionDepartment.objects.filter(jurisdiction=jurisdiction)
        field = self.fields["departments"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Department.objects.filter(pk__in=there.values("department"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        typed = dict(values)
        if "departments" in values:
            typed["departments"] = {department.pk for department in values["departments"]}
        at_fields(self, BadInput("programme", "", errors=programmes.faults(self.jurisdiction, typed)))
        return values


class RuleForm(forms.Form):
    """The limits of one rule from a day on."""

    effective_from = forms.DateField(label=_("From which day"), widget=DayInput(), help_text=_("Today or a later day."))
    enabled = forms.BooleanField(label=_("The rule is applied"), required=False)

    def __init__(
        self,
        *args: Any,
        in_force: InForce,
        base_on: Callable[[date], InForce],
        of_nation: bool,
        **kwargs: Any,
    ) -> None:
        self.rule, self.base_on, self.of_nation = in_force.rule, base_on, of_nation
        given: dict[str, Any] = {"effective_from": clock.today(), "enabled": in_force.enabled}
        super().__init__(*args, initial=given, **kwargs)
        for name, label in LIMIT_LABELS.get(in_force.rule.number, {}).items():
            is_hour = isinstance(in_force.rule.limits[name], time)
            self.fields[name] = (
                HourField(label=label)
                if is_hour
                else WholeField(label=label, help_text=_bounds(in_force.rule.number, name))
            )
            self.initial[name] = in_force.limits[name]
        if in_force.rule.number == WITH_WORDS:
            self.fields["words"] = forms.CharField(
                label=_("Words, one a line"), required=False, max_length=20_000, widget=forms.Textarea
            )
            self.initial["words"] = "\n".join(in_force.words)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        wrong = rule_limits.faults(self.rule.number, self.typed)
        at_fields(self, BadInput("limit", "", errors=wrong))
        day = values.get("effective_from")
        if day is not None and not wrong:
            self._ask_about_looser(self.base_on(day), enabled=values["enabled"])
        return values

    def _ask_about_looser(self, base: InForce, *, enabled: bool) -> None:
        """Less than what it stands over is asked for is said, and wants a tick."""
        if less := rule_limits.looser(base, self.typed, enabled=enabled):
            text = LOOSER_THAN_REGULATION if self.of_nation else LOOSER_THAN_NATION
            label = text % {"limits": gettext("; ").join(less)}
            self.fields["looser"] = forms.BooleanField(label=label, required=False)
            if not self.data.get("looser"):
                self.add_error("looser", _("This asks less of institutions: tick here if you mean it."))

    @property
    def typed(self) -> dict[str, Any]:
        """The limits alone."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("effective_from", "enabled", "words")
        }

    @property
    def words(self) -> list[str]:
        """One a line."""
        return str(self.cleaned_data.get("words", "")).splitlines()


def _bounds(number: str, name: str) -> str:
    least, most = rule_limits.BOUNDS[number, name]
    return gettext("From %(least)s to %(most)s") % {"least": least, "most": most}


class PostForm(forms.Form):
    """A person and the post."""

    field_order = ["email", "name", "same_person"]

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=60)
    role = forms.ChoiceField(label=_("Post"), choices=[])
    jurisdiction = forms.ModelChoiceField(label=_("Province"), queryset=Jurisdiction.objects.none(), empty_label=None)
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.exclude(pk=Department.EDUCATION),
        required=False,
        help_text=_("Only for department officers."),
    )
    valid_from = forms.DateField(label=_("From which day"), widget=DayInput(), help_text=_("Today or a later day."))
    valid_until = forms.DateField(label=_("Until"), required=False, widget=DayInput())
    same_person = forms.BooleanField(label=_("I mean the person whose address this is"), required=False)
    is_deputy = forms.BooleanField(label=_("Deputy, where the province has one officer"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"valid_from": clock.today()}, **kwargs)
        rights = rights_of(user)
        role, jurisdiction = self.fields["role"], self.fields["jurisdiction"]
        assert isinstance(role, forms.ChoiceField) and isinstance(jurisdiction, forms.ModelChoiceField)
        if rights.national:
            role.choices = [(Role.PROVINCIAL_ADMINISTRATOR.value, Role.PROVINCIAL_ADMINISTRATOR.label)]
            jurisdiction.queryset = Jurisdiction.objects.all()
            del self.fields["department"], self.fields["is_deputy"]
        else:
            role.choices = [(r.value, r.label) for r in (Role.EDUCATION_OFFICER, Role.DEPARTMENT_OFFICER)]
            jurisdiction.queryset = Jurisdiction.objects.filter(pk__in=rights.provincial)
        self.whose = known(plain(self.data.get("email", ""))) if self.is_bound else None
        if self.whose is None or str(self.whose) == plain(self.data.get("name", "")):
            # Asked only when the address is somebody's of another name.
            del self.fields["same_person"]

    def clean_valid_from(self) -> date:
        day = self.cleaned_data["valid_from"]
        if day < clock.today():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "same_person" in self.fields and not values.get("same_person"):
            text = _("This address is %(name)s’s. Tick here if you mean them; their name stays as it is.")
            self.add_error("same_person", text % {"name": self.whose})
        if values.get("role") == Role.EDUCATION_OFFICER and values.get("department"):
            self.add_error("department", _("An education officer speaks for education: choose no other department."))
        if values.get("is_deputy") and self._others(values) > 1:
            self.add_error("is_deputy", _("A deputy is named where there is one officer; here there are more."))
        return values

    def _others(self, values: dict[str, Any]) -> int:
        department = Department.EDUCATION if values.get("role") == Role.EDUCATION_OFFICER else values.get("department")
        of_department = Post.objects.in_force(clock.today()).filter(role=values.get("role"), department=department)
        return of_department.filter(jurisdiction=values.get("jurisdiction"), user__is_active=True).count()

    @property
    def typed(self) -> dict[str, Any]:
        """The post."""
        return {name: value for name, value in self.cleaned_data.items() if name != "same_person"}
