"""What an invented institution files: texts, a workbook of people, scans; all valid, none real."""

from __future__ import annotations

import random
from dataclasses import dataclass
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
    "学习经历",
    "工作经历",
    "教学经历",
)


@dataclass(frozen=True)
class Invented:
    """One invented institution: who it is, and where the people of its workbook start."""

    account: str
    credit_code: str
    title: str
    brand: str
    domain: str
    first_number: int

    def profile(self) -> dict[str, object]:
        """The fields of its profile."""
        return {
            "name": self.title,
            "brand": self.brand,
            "kind": "company",
            "legal_representative": "林星",
            "registered_address": "北京市示例区星途路1号",
            "contact_address": "北京市示例区星途路1号",
            "capital": "500",
            "established_on": "2015-05-01",
            "contact_person": "陈途",
            "contact_phone": "138 0000 1234",
            "contact_email": f"contact@{self.domain}",
            "complaint_contact": "400-000-1234",
            "fund_management": "预收费进入专用账户，按课时划转。",
            "service_commitment": "未上课时全额退费，五个工作日内到账。",
            "network_security": "按等级保护三级管理，日志留存两年。",
        }

    def platform(self) -> dict[str, object]:
        """The fields of its one platform; the ICP number as people type it."""
        return {
            "kind": "website",
            "name": f"{self.brand}网校",
            "address": f"https://www.{self.domain}",
            "icp_number": f"京icp备 19{self.first_number:06d}号-1",
            "runs_telecom_business": "False",
            "mlps_number": f"11000019123-{self.first_number % 100_000:05d}",
            "mlps_level": "3",
            "server_location": "北京",
            "content_months": "24",
            "live_months": "12",
            "log_months": "24",
            "eye_care": "True",
            "parental_control": "True",
            "staff_shown": "True",
            "fees_url": f"https://www.{self.domain}/fees",
            "complaint_url": f"https://www.{self.domain}/complaints",
            "agreement_url": f"https://www.{self.domain}/agreement",
            "users": "20000",
        }


HEMIAO = Invented(
    "hemiao", "91110000XTXTYYYY5X", "北京禾苗星途教育科技有限公司", "禾苗星途", "hemiaoxingtu.example", 100_000
)
YUNFAN = Invented(
    "yunfan", "91110000XTXTYYYX73", "北京云帆远航教育科技有限公司", "云帆远航", "yunfanyuanhang.example", 200_000
)
MUYU = Invented(
    "muyu", "91110000XTXTYYYW98", "北京木屿清风教育科技有限公司", "木屿清风", "muyuqingfeng.example", 300_000
)
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


def personnel_workbook(path: Path, rows: int, first_number: int) -> Path:
    """An .xlsx with so many people, every check digit right; the first is FIRST_PERSON.

    `first_number` keeps them apart from the demo's people and from those of other workbooks.
    """
    jurisdiction = "54"
    numbers, rng = People(), random.Random(rows)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("培训人员")
    sheet.write_row(0, 0, HEADINGS)
    for _skipped in range(first_number):
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
