"""The personnel workbook's columns: their headings, and the words that their closed sets are written in.

Plain data without Django, for the process that reads workbooks; the values are those of `models.py`
(a test compares them).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from institutions.identifiers import normalise


@dataclass(frozen=True)
class Column:
    """One column: `name` is the English heading and the field of Person; `heading` is the Chinese one."""

    name: str
    heading: str
    aliases: tuple[str, ...] = ()
    required: bool = False


COLUMNS: Final = (
    Column("name", "姓名", ("教师姓名", "人员姓名"), required=True),
    Column("sex", "性别"),
    Column("nationality", "国籍", ("国家或地区", "国籍或地区")),
    Column("identity_kind", "证件类型", ("证件种类", "身份证件类型"), required=True),
    Column("identity_number", "证件号码", ("证件号", "身份证号", "身份证号码", "身份证件号码"), required=True),
    Column("certificate_number", "教师资格证号", ("教师资格证号码", "教师资格证书号码", "教师资格证编号", "资格证号")),
    Column("subjects", "任教学科", ("学科", "任教科目")),
    Column("stages", "学段", ("任教学段",)),
    Column("role", "岗位", ("岗位类别", "工作岗位"), required=True),
    Column("employment", "用工形式", ("聘用形式", "专兼职")),
    Column("employed_from", "入职日期", ("入职时间", "聘用日期")),
    Column("in_service", "是否在职教师", ("是否在职中小学教师", "是否中小学在职教师"), required=True),
    Column("education", "学习经历", ("教育经历",)),
    Column("work", "工作经历"),
    Column("teaching", "教学经历", ("任教经历",)),
)
# The column that the annotated workbook adds, by language; it can be handed in again with it.
PROBLEMS_HEADINGS: Final = {"zh": "需要改正", "en": "To be mended"}

SEX: Final = {"female": ["女", "女性", "female", "f"], "male": ["男", "男性", "male", "m"]}
IDENTITY_KIND: Final = {
    "resident": ["居民身份证", "身份证", "二代身份证", "resident identity card", "identity card", "id card"],
    "passport": ["护照", "passport"],
    "hk_macao": [
        "港澳居民来往内地通行证",
        "港澳通行证",
        "回乡证",
        "港澳居民居住证",
        "港澳台居民居住证",
        "Hong Kong or Macao permit",
    ],
    "taiwan": ["台湾居民来往大陆通行证", "台胞证", "台湾通行证", "台湾居民居住证", "Taiwan permit"],
    "foreign_resident": [
        "外国人永久居留身份证",
        "外国人永久居留证",
        "永久居留证",
        "foreign permanent resident card",
        "permanent resident card",
    ],
}
ROLE: Final = {
    "teacher": ["教师", "任课教师", "主讲教师", "主讲", "老师", "teacher"],
    "tutor": ["辅导教师", "助教", "辅导老师", "班主任", "tutor"],
    "researcher": ["教研人员", "教研", "教研员", "curriculum researcher", "researcher"],
    "manager": ["管理人员", "管理", "教务", "manager"],
}
EMPLOYMENT: Final = {
    "full_time": ["全职", "专职", "full time", "full-time"],
    "part_time": ["兼职", "part time", "part-time"],
}
STAGE: Final = {
    "primary": ["小学", "primary"],
    "junior": ["初中", "junior secondary", "junior"],
    "senior": ["高中", "senior secondary", "senior"],
}
SUBJECT: Final = {
    "chinese": ["语文", "Chinese"],
    "mathematics": ["数学", "mathematics", "maths"],
    "english": ["英语", "外语(英语)", "English"],
    "physics": ["物理", "physics"],
    "chemistry": ["化学", "chemistry"],
    "biology": ["生物", "生物学", "biology"],
    "history": ["历史", "history"],
    "geography": ["地理", "geography"],
    "politics": [
        "思想政治",
        "道德与法治",
        "思想品德",
        "政治",
        "思政",
        "ideology and politics",
        "politics",
    ],
    "japanese": ["日语", "外语(日语)", "Japanese"],
    "russian": ["俄语", "外语(俄语)", "Russian"],
}
YES_NO: Final = {
    "t": ["是", "在职", "yes", "y", "true", "1", "√"],
    "f": ["否", "不是", "无", "非在职", "no", "n", "false", "0", "×"],
}


def words(closed: dict[str, list[str]]) -> dict[str, str]:
    """From every way to write it (value, Chinese, English; any case and width) to the value."""
    return {key(word): value for value, written in closed.items() for word in (value, *written)}


def key(word: str) -> str:
    """What two ways to write the same word have in common."""
    return normalise(word).replace("_", "").replace("-", "")


def column_of(heading: object) -> Column | None:
    """The column that a heading names, in Chinese, English or both, starred or with a remark in brackets."""
    plain = re.sub(r"\(.*?\)|[*:]", "", normalise(str(heading)).replace("_", ""))
    return _BY_HEADING.get(plain)


def is_remark(heading: object) -> bool:
    """The column that the platform itself adds to a workbook that it hands back."""
    return normalise(str(heading)) in map(normalise, PROBLEMS_HEADINGS.values())


def _headings(column: Column) -> list[str]:
    english = normalise(column.name).replace("_", "")
    chinese = [column.heading, *column.aliases]
    return [english, *chinese, *(word + english for word in chinese), *(english + word for word in chinese)]


_BY_HEADING: Final = {heading: column for column in COLUMNS for heading in _headings(column)}
