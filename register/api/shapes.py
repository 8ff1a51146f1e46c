"""The shapes of the public API's answers; the schema is made from these serializers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from register.models import Entry, PublicStatus


class PlatformShape(serializers.Serializer):
    kind = serializers.CharField()
    name = serializers.CharField()
    address = serializers.CharField()
    icp_number = serializers.CharField()


class EntryShape(serializers.Serializer):
    """An institution of the register."""

    credit_code = serializers.CharField()
    name = serializers.CharField()
    brand = serializers.CharField()
    province = serializers.CharField(
        help_text=_("two digits of GB/T 2260; 66 is the Xinjiang Production and Construction Corps")
    )
    province_name = serializers.CharField()
    list = serializers.ChoiceField(PublicStatus.choices, allow_null=True, help_text=_("null when ended or suspended"))
    listed_on = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True, help_text=_("last day of a public notice"))
    reasons = serializers.ListField(child=serializers.CharField())
    platforms = PlatformShape(many=True)
    subjects = serializers.ListField(child=serializers.CharField())
    grades = serializers.ListField(child=serializers.IntegerField())
    personnel_count = serializers.IntegerField()
    course_count = serializers.IntegerField()
    url = serializers.URLField()


class ChangeShape(serializers.Serializer):
    seq = serializers.IntegerField()
    credit_code = serializers.CharField()
    name = serializers.CharField()
    brand = serializers.CharField()
    province = serializers.CharField()
    list = serializers.ChoiceField(PublicStatus.choices, allow_null=True)
    effective_on = serializers.DateField()
    recorded_at = serializers.DateTimeField()
    reason = serializers.CharField()
    supersedes = serializers.IntegerField(allow_null=True)
    leaf = serializers.CharField(help_text=_("RFC 6962 leaf hash of the change's canonical line"))
    url = serializers.URLField()


class HistoryShape(serializers.Serializer):
    seq = serializers.IntegerField()
    list = serializers.ChoiceField(PublicStatus.choices, allow_null=True)
    effective_on = serializers.DateField()
    recorded_at = serializers.DateTimeField()
    reason = serializers.CharField()
    superseded = serializers.BooleanField()
    leaf = serializers.CharField()


class MeasureShape(serializers.Serializer):
    kind = serializers.CharField()
    status = serializers.CharField()
    department = serializers.CharField()
    decision_number = serializers.CharField()
    ordered_on = serializers.DateField()
    status_on = serializers.DateField()
    amount = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    reason = serializers.CharField()


class InstitutionShape(EntryShape):
    """An institution with its history and measures."""

    history = HistoryShape(many=True)
    measures = MeasureShape(many=True)
    courses_url = serializers.URLField()
    personnel_url = serializers.URLField()


class RegisterPageShape(serializers.Serializer):
    count = serializers.IntegerField(allow_null=True, help_text=_("null past 1,000"))
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = EntryShape(many=True)


class ChangesPageShape(serializers.Serializer):
    next = serializers.URLField(allow_null=True)
    results = ChangeShape(many=True)


class MatchAskedShape(serializers.Serializer):
    """What to match: names, codes, pasted links."""

    queries = serializers.ListField(
        child=serializers.CharField(max_length=500, trim_whitespace=True), min_length=1, max_length=100
    )


class MatchShape(serializers.Serializer):
    entry = EntryShape()
    score = serializers.FloatField(min_value=0, max_value=1)
    matched = serializers.CharField(
        help_text=_("what matched: credit_code, icp_number, address, account, brand, name, …")
    )


class MatchedShape(serializers.Serializer):
    query = serializers.CharField()
    matches = MatchShape(many=True)


class MatchAnswerShape(serializers.Serializer):
    results = MatchedShape(many=True)


class ProvinceFiguresShape(serializers.Serializer):
    province = serializers.CharField()
    province_name = serializers.CharField()
    institutions = serializers.IntegerField()
    personnel = serializers.IntegerField()
    courses = serializers.IntegerField()
    lists = serializers.DictField(child=serializers.IntegerField())


class FiguresShape(serializers.Serializer):
    institutions = serializers.IntegerField()
    personnel = serializers.IntegerField()
    courses = serializers.IntegerField()
    as_of = serializers.DateTimeField()
    lists = serializers.DictField(child=serializers.IntegerField())
    provinces = ProvinceFiguresShape(many=True)


class ProblemErrorShape(serializers.Serializer):
    field = serializers.CharField()
    row = serializers.IntegerField(allow_null=True)
    message = serializers.CharField()


class ProblemShape(serializers.Serializer):
    """Problem details, RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ProblemErrorShape(many=True, required=False)


def entry_row(entry: Entry, site: str) -> dict[str, Any]:
    """An entry (read `with_status`) as the API and the files give it."""
    in_notice = entry.status == PublicStatus.NOTICE and entry.next_on
    return {
        "credit_code": entry.credit_code,
        "name": entry.name,
        "brand": entry.brand,
        "province": entry.jurisdiction_id,
        "province_name": str(entry.jurisdiction),
        "list": entry.status or None,
        "listed_on": entry.status_since,
        "until": entry.next_on - timedelta(days=1) if in_notice else None,
        "reasons": [entry.reason] if entry.reason else [],
        "platforms": entry.platforms,
        "subjects": entry.subjects,
        "grades": entry.grades,
        "personnel_count": entry.person_count,
        "course_count": entry.course_count,
        "url": site + reverse("register-institution", args=[entry.credit_code]),
    }
