"""Second versions of some provinces' programmes, with dates of their own."""

from __future__ import annotations

from datetime import date

from accounts.models import Programme, ProgrammeDepartment

IN_FORCE_FROM = date(2019, 9, 20)
# Provinces that ask for rectification by another day than 30 June 2020, or publish longer.
SECOND_VERSIONS: dict[str, dict[str, object]] = {
    "11": {"early_deadline": date(2020, 6, 15), "review_days": 60},
    "32": {"public_notice_days": 10},
    "37": {"early_deadline": date(2020, 5, 22)},
    "51": {"early_deadline": date(2020, 5, 29), "opinion_days": 15},
}


def write() -> int:
    """New versions take the place of the first ones; how many."""
    for code, changes in SECOND_VERSIONS.items():
        programme = Programme.objects.get(jurisdiction=code, version=1)
        departments = list(programme.departments.values_list("department", flat=True))
        programme.pk, programme.version, programme.in_force_from = None, 2, IN_FORCE_FROM
        for name, value in changes.items():
            setattr(programme, name, value)
        programme.save(force_insert=True)
        ProgrammeDepartment.objects.bulk_create(
            [ProgrammeDepartment(programme=programme, department_id=department) for department in departments]
        )
    return len(SECOND_VERSIONS)
