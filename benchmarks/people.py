"""The personnel workbook that B4 and B5 read, and a draft to read it into."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter
from stdnum.cn import ric

from personnel.columns import COLUMNS

if TYPE_CHECKING:
    from institutions.models import Dossier

# The personnel of the nation; BENCH_ROWS makes it smaller.
ROWS = int(os.environ.get("BENCH_ROWS", 115_622))
REPEAT = int(os.environ.get("BENCH_REPEAT", 5))


def row(serial: int) -> list[str]:
    """An invented person with valid numbers."""
    day = date(1960, 1, 1) + timedelta(days=serial // 999)
    body = f"110000{day:%Y%m%d}{serial % 999 + 1:03}"
    return [
        f"李明{chr(0x4E00 + serial % 20000)}",
        "女" if serial % 2 else "男",
        "中国",
        "居民身份证",
        body + ric.calc_check_digit(body + "0"),
        f"2015110014{serial % 3}{serial % 1_000_000:06}",
        "语文、数学" if serial % 3 else "英语",
        "小学、初中",
        "教师",
        "全职",
        f"2019-{serial % 12 + 1:02}-01",
        "否",
        "",
        "",
        f"曾任教 {serial % 20} 年",
    ]


@contextmanager
def workbook(rows: int = ROWS) -> Iterator[Path]:
    """An .xlsx file of that many people."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.xlsx"
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "constant_memory": True}) as book:
            sheet = book.add_worksheet("人员")
            sheet.write_row(0, 0, [column.heading for column in COLUMNS])
            for serial in range(rows):
                sheet.write_row(serial + 1, 0, row(serial))
        yield path


@contextmanager
def draft() -> Iterator[Dossier]:
    """An empty draft of an institution made for it. A filing is never deleted: it stays, empty, for the next time."""
    from accounts.models import Jurisdiction, Programme
    from filing_platform import clock
    from institutions.models import Dossier, Filing, Institution

    jurisdiction = Jurisdiction.objects.get(code="11")
    institution, _made = Institution.objects.get_or_create(
        credit_code="91110000BENCH00004",
        defaults={"jurisdiction": jurisdiction, "name": "benchmark", "created_at": clock.now()},
    )
    filing, _made = Filing.objects.get_or_create(
        number="1199990000004",
        defaults={
            "institution": institution,
            "jurisdiction": jurisdiction,
            "programme": Programme.objects.filter(jurisdiction=jurisdiction).latest("version"),
            "kind": "initial",
            "opened_at": clock.now(),
            "state_since": clock.now(),
        },
    )
    dossier, _made = Dossier.objects.get_or_create(
        filing=filing, version=1, defaults={"created_at": clock.now(), "changed_at": clock.now()}
    )
    empty(dossier)
    try:
        yield dossier
    finally:
        empty(dossier)


def empty(dossier: Dossier) -> None:
    """Nobody in the draft, in the vault nobody who was only there, no workbook."""
    from django.db import connection

    from jobs.models import Job

    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH gone AS (DELETE FROM personnel_person WHERE dossier_id = %s RETURNING identity_id)
            DELETE FROM personnel_identity WHERE id IN (SELECT identity_id FROM gone) AND id NOT IN (
                SELECT identity_id FROM personnel_person WHERE dossier_id <> %s AND identity_id IS NOT NULL
            )
            """,
            [dossier.pk, dossier.pk],
        )
    Job.objects.filter(pk__in=dossier.personnel_imports.values("job_id")).delete()
    dossier.personnel_imports.all().delete()
