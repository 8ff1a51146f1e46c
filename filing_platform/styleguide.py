"""/styleguide/: every component in every state, only in the demo. All data here is invented."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from filing_platform import clock
from filing_platform.errors import FieldError

DIGEST = "9f3c1b7e5a40d2c86f1e09b7a3d45c8812fe6094b1a7c3d5e8f0a2b4c6d8e0e1"


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=_("Full name of the institution"), help_text=_("As on the business licence."))
    telephone = forms.CharField(label=_("Telephone"), required=False)
    introduction = forms.CharField(label=_("Introduction"), widget=forms.Textarea(attrs={"rows": 4}))
    subject = forms.ChoiceField(label=_("Subject"), choices=[("", _("Choose")), ("maths", _("Mathematics"))])
    mode = forms.ChoiceField(
        label=_("Mode"), choices=[("live", _("Live")), ("recorded", _("Recorded"))], widget=forms.RadioSelect
    )
    stages = forms.MultipleChoiceField(
        label=_("Stages"),
        choices=[("primary", _("Primary")), ("junior", _("Junior")), ("senior", _("Senior"))],
        widget=forms.CheckboxSelectMultiple,
    )
    since = forms.DateField(label=_("Employed from"), widget=forms.DateInput(attrs={"type": "date"}))
    agreed = forms.BooleanField(label=_("What is stated here is true."))


class SampleUpload(forms.Form):
    """A form with a file."""

    workbook = forms.FileField(label=_("Personnel workbook"), help_text=_(".xlsx or .csv"))


def show(request: HttpRequest) -> HttpResponse:
    """The style guide; not there without DEMO."""
    if not settings.DEMO:
        raise Http404
    return render(request, "styleguide.html", _samples(request))


def _samples(request: HttpRequest) -> dict[str, Any]:
    wrong = SampleForm({"name": "", "introduction": "…"})
    today = clock.today()
    return {
        "sample_form": SampleForm(auto_id="sample_%s"),
        "wrong_form": wrong,
        "upload_form": SampleUpload(auto_id="upload_%s"),
        "file_errors": [FieldError("identity_number", str(_("The check digit is wrong.")), row=17)],
        "sample_page": Paginator(range(1000), 25).get_page(request.GET.get("page", 7)),
        "lessons": _lessons(),
        "provinces": [
            {"label": "北京", "value": 204, "href": "#bars"},
            {"label": "上海", "value": 98, "href": "#bars"},
            {"label": "广东", "value": 87, "href": "#bars"},
            {"label": "新疆兵团", "value": 3, "href": "#bars"},
        ],
        "statuses": ["white", "gray", "black", "notice", "filed", "none"],
        "marks": _marks(),
        "now": clock.now(),
        "today": today,
        "later": today + timedelta(days=29),
        "earlier": today - timedelta(days=1),
        "digest": DIGEST,
    }


def _lessons() -> list[dict[str, Any]]:
    return [
        {"weekday": 1, "start": time(19), "end": time(19, 40), "label": "数学 G5"},
        {"weekday": 1, "start": time(20), "end": time(20, 40), "label": "数学 G6"},
        {"weekday": 3, "start": time(19), "end": time(19, 40), "label": "数学 G5"},
        {"weekday": 3, "start": time(20, 30), "end": time(21, 20), "label": "英语 G6", "late": True},
        {"weekday": 6, "start": time(17), "end": time(17, 40), "label": "语文 G4"},
        {"weekday": 6, "start": time(17, 20), "end": time(18), "label": "语文 G5"},
    ]


def _marks() -> list[dict[str, str]]:
    verdicts = ("clear", "problems", "outdated", "late", "waiting", "clear")
    departments = (
        ("教", _("Education")),
        ("网", _("Cyberspace")),
        ("通", _("Telecommunications")),
        ("广", _("Radio and television")),
        ("公", _("Public security")),
        ("扫", _("Publications")),
    )
    return [
        {"initial": initial, "name": str(name), "verdict": verdict}
        for (initial, name), verdict in zip(departments, verdicts, strict=True)
    ]
