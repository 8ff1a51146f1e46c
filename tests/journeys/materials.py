"""What an invented institution files: texts, a workbook of people, scans; all valid, none real."""

from __future__ import annotations

import random
from pathlib import Path

import xlsxwriter

from demo.numbers import People

HEADINGS = (
    "姓名",
    "性别",
    "国籍",
    "证件类型",
    "证件号码",
    "教师资格证号",
    "任教学科",
    "学段",
    "岗位",
    "用工形式",
    "入职日期",
    "是否在职教师",
)
PROFILE = {
    "name": "北京禾苗星途教育科技有限公司",
    "brand": "禾苗星途",
    "kind": "company",
    "legal_representative": "林星",
    "registered_address": "北京市示例区星途路1号",
    "contact_address": "北京市示例区星途路1号",
    "capital": "500",
    "established_on": "2015-05-01",
    "contact_person": "陈途",
    "contact_phone": "138 0000 1234",
    "contact_email": "contact@hemiaoxingtu.example",
    "complaint_contact": "400-000-1234",
    "fund_management": "预收费进入专用账户，按课时划转。",
    "service_commitment": "未上课时全额退费，五个工作日内到账。",
    "network_security": "按等级保护三级管理，日志留存两年。",
}
PLATFORM = {
    "kind": "website",
    "name": "禾苗星途网校",
    "address": "https://www.hemiaoxingtu.example",
    "icp_number": "京icp备 19555555号-1",
    "runs_telecom_business": "false",
    "mlps_number": "11000019123-00001",
    "mlps_level": "3",
    "server_location": "北京",
    "content_months": "24",
    "live_months": "12",
    "log_months": "24",
    "eye_care": "true",
    "parental_control": "true",
    "staff_shown": "true",
    "fees_url": "https://www.hemiaoxingtu.example/fees",
    "complaint_url": "https://www.hemiaoxingtu.example/complaints",
    "agreement_url": "https://www.hemiaoxingtu.example/agreement",
    "users": "20000",
}
COURSE = {
    "name": "五年级数学思维",
    "subject": "mathematics",
    "stage": "primary",
    "grades": ["5"],
    "mode": "live",
    "introduction": "与学校进度同步，每周一次。",
    "starts_on": "2020-06-06",
    "ends_on": "2020-08-29",
    "lesson_count": "12",
    "class_size": "20",
    "homework": "none",
    "charge_mode": "by_hour",
    "price": "60",
    "hours_per_payment": "24",
    "refund_rule": "未上课时全额退费。",
    "copyright_proof": "自研课程",
    "lessons-0-weekday": "6",
    "lessons-0-starts": "19:00",
    "lessons-0-ends": "19:40",
    "lessons-0-lesson_minutes": "40",
    "lessons-0-break_minutes": "10",
}
COMMITMENT = {
    "responsible": "own",
    "signatory": "林星",
    "signatory_post": "总经理",
    "signed_on": "2020-05-28",
    "materials_true": True,
    "keeps_rules": True,
}
FIRST_PERSON = "安一一"


def personnel_workbook(path: Path, rows: int, *, jurisdiction: str = "12") -> Path:
    """An .xlsx with so many people, every check digit right; the first is FIRST_PERSON.

    Numbers are of another region than the demo's Beijing people, so that nobody stands in two institutions.
    """
    numbers, rng = People(), random.Random(rows)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("培训人员")
    sheet.write_row(0, 0, HEADINGS)
    # Far from those that the demo gives out.
    for _skipped in range(50_000):
        numbers.resident(jurisdiction, True)
        numbers.certificate(jurisdiction, "senior", True, 2012)
    for row in range(1, rows + 1):
        name = FIRST_PERSON if row == 1 else "".join(rng.choices("安白蓝青云禾星月林川石竹", k=3))
        sheet.write_row(
            row,
            0,
            (
                name,
                "女",
                "中国",
                "居民身份证",
                numbers.resident(jurisdiction, True),
                numbers.certificate(jurisdiction, "senior", True, 2012),
                "数学",
                "小学、初中",
                "教师",
                "全职",
                "2018-09-01",
                "否",
            ),
        )
    book.close()
    return path


def scan(path: Path, text: str) -> Path:
    """A one-page PDF."""
    content = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    path.write_bytes(body + trailer % len(body))
    return path
