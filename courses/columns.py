"""The course workbook's columns: their headings, and the words that their closed sets are written in.

Plain data without Django, for the process that reads workbooks; the values are those of `models.py`
(a test compares them).
"""

from __future__ import annotations

from typing import Final

from institutions.workbooks.columns import Closed, Column, Headings

# One column a day, in the order of Weekday: 1 is Monday.
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COLUMNS: Final = (
    Column("name", "课程名称", ("课程",), required=True),
    Column("subject", "学科", ("科目",), required=True),
    Column("stage", "学段", required=True),
    Column("grades", "年级", ("适用年级",)),
    Column("mode", "授课方式", ("直播或录播", "直播录播"), required=True),
    Column("platform", "业务系统", ("平台", "授课平台")),
    Column("introduction", "课程简介", ("简介",)),
    Column("starts_on", "首课日期", ("开课日期",)),
    Column("ends_on", "末课日期", ("结课日期",)),
    Column("lesson_count", "课时数", ("课次", "总课时数")),
    Column("lesson_minutes", "每课时分钟数", ("课时时长", "每课时时长")),
    Column("break_minutes", "课间休息分钟数", ("课间休息",)),
    Column("monday", "周一", ("星期一",)),
    Column("tuesday", "周二", ("星期二",)),
    Column("wednesday", "周三", ("星期三",)),
    Column("thursday", "周四", ("星期四",)),
    Column("friday", "周五", ("星期五",)),
    Column("saturday", "周六", ("星期六",)),
    Column("sunday", "周日", ("星期日", "周天", "星期天")),
    Column("teachers", "授课人员", ("授课教师", "任课教师", "教师")),
    Column("class_size", "每班人数上限", ("班额", "每班人数")),
    Column("pupils_abroad_only", "仅招境外学生", ("只招境外学生",)),
    Column("homework", "作业", ("作业布置",)),
    Column("charge_mode", "收费方式"),
    Column("price", "收费标准", ("价格", "收费标准(元)")),
    Column("hours_per_payment", "一次性收费课时数", ("一次收费课时数",)),
    Column("months_per_payment", "一次性收费月数", ("一次收费月数",)),
    Column("refund_rule", "退费办法", ("退费规则",)),
    Column("textbook", "教材"),
    Column("is_imported", "引进课程", ("是否引进课程", "是否境外引进")),
    Column("copyright_proof", "版权证明"),
)
HEADINGS: Final = Headings(COLUMNS)

MODE: Final[Closed] = {
    "live": ["直播", "直播课", "live"],
    "recorded": ["录播", "录播课", "recorded"],
}
HOMEWORK: Final[Closed] = {
    "none": ["无", "不布置", "不布置作业", "没有", "none", "no"],
    "optional": ["选做练习", "选做", "optional exercises", "optional"],
    "required": ["布置作业", "有作业", "必做", "homework is set", "required"],
}
CHARGE_MODE: Final[Closed] = {
    "by_hour": ["按课时收费", "按课时", "by class hour"],
    "by_period": ["按培训周期收费", "按周期收费", "按周期", "按期收费", "by period"],
    "free": ["免费", "free of charge", "free"],
}
