"""Invented courses with their weekly lessons, all within the rules."""

from __future__ import annotations

import random
from datetime import date, time
from decimal import Decimal

from demo.materials import Course, Lesson, Teacher, line

GRADES = {"primary": range(1, 7), "junior": range(7, 10), "senior": range(10, 13)}
_GRADE_WORDS = (*"一二三四五六七八九", "高一", "高二", "高三")
SUBJECT_WORDS = {
    "chinese": "语文",
    "mathematics": "数学",
    "english": "英语",
    "physics": "物理",
    "chemistry": "化学",
    "biology": "生物",
    "history": "历史",
    "geography": "地理",
    "politics": "道德与法治",
    "japanese": "日语",
    "russian": "俄语",
}
_TOPICS = {
    "chinese": ("阅读与写作", "古诗文精读", "作文同步", "整本书阅读"),
    "mathematics": ("同步提升", "计算专项", "几何专题", "应用题精讲"),
    "english": ("自然拼读", "语法同步", "阅读与写作", "听说训练"),
    "physics": ("同步精讲", "实验专题"),
    "chemistry": ("同步精讲", "实验专题"),
}
_STAGES_OF = {
    "physics": ("junior", "senior"),
    "chemistry": ("junior", "senior"),
    "biology": ("junior", "senior"),
    "history": ("junior", "senior"),
    "geography": ("junior", "senior"),
    "politics": ("junior", "senior"),
    "japanese": ("senior",),
    "russian": ("senior",),
}
# The first grade in which the national curriculum has the subject, where that is not the stage's first.
_FIRST_GRADES = {("physics", "junior"): 8, ("chemistry", "junior"): 9}
# How often a subject is taught, by what the brand's name says.
_BY_BRAND = {
    "英语": ("english",),
    "数学": ("mathematics",),
    "速算": ("mathematics",),
    "思维课": ("mathematics",),
    "语文": ("chinese",),
    "作文": ("chinese",),
    "阅读": ("chinese", "english"),
    "物理": ("physics",),
    "化学": ("chemistry",),
    "理科": ("mathematics", "physics", "chemistry"),
}
_ALL_SUBJECTS = (
    *("mathematics",) * 8,
    *("english",) * 8,
    *("chinese",) * 6,
    *("physics",) * 3,
    *("chemistry",) * 2,
    *("biology", "history", "geography", "politics", "japanese", "russian"),
)
_SEASONS = (
    ("秋季班", date(2019, 9, 7), date(2020, 1, 12), 18),
    ("寒假班", date(2020, 1, 13), date(2020, 2, 2), 12),
    ("春季班", date(2020, 2, 22), date(2020, 6, 21), 17),
    ("暑期集训", date(2020, 7, 6), date(2020, 8, 16), 24),
)
_EVENINGS = (time(18, 30), time(19, 0), time(19, 10), time(19, 30), time(20, 0), time(20, 20))
_WEEKENDS = (time(9, 0), time(10, 0), time(14, 0), time(15, 30), time(18, 30), time(19, 0))
_MODES, _CHARGES = ("live", "live", "recorded"), ("by_hour", "by_hour", "by_period", "by_period", "by_period", "free")
_REFUND = (
    "未开课全额退费；开课后按未上课时退费，自申请之日起 15 个工作日内原路退回。",
    "开课前及前两次课内可全额退费；此后扣除已上课时，余额 10 个工作日内退回。",
    "按课时收费，未消耗课时可随时申请退费，15 个工作日内到账。",
)
_INTRODUCTION = (
    "依据国家课程标准编排，与学校教学进度同步，每次课讲练结合，课后有回放。",
    "面向{grade}学生，梳理本学期重点，小班互动，教师随堂答疑。",
    "以课本内容为主线，配合例题讲解与随堂练习，不布置课外书面作业。",
)


def subjects_of(brand: str) -> tuple[str, ...]:
    """What an institution of that name teaches; subjects that are taught more stand more often."""
    return next((subjects for end, subjects in _BY_BRAND.items() if brand.endswith(end)), _ALL_SUBJECTS)


def draft(subjects: tuple[str, ...], platforms: int, rng: random.Random) -> Course:
    """One course, not yet given its teachers."""
    subject = rng.choice(subjects)
    stage = rng.choice(_STAGES_OF.get(subject, ("primary", "primary", "primary", "junior", "junior", "senior")))
    taught = range(_FIRST_GRADES.get((subject, stage), GRADES[stage][0]), GRADES[stage][-1] + 1)
    first = rng.choice(taught)
    grades = [first, first + 1] if rng.random() < 0.2 and first + 1 in taught else [first]
    season, starts_on, ends_on, weeks = rng.choice(_SEASONS)
    is_live = rng.choice(_MODES) == "live"
    lessons = _lessons(stage, rng) if is_live else ()
    charge = rng.choice(_CHARGES)
    words = grade_words(grades)
    return Course(
        line=line(rng),
        platform=rng.randrange(platforms),
        name=f"{words}{SUBJECT_WORDS[subject]}{rng.choice(_TOPICS.get(subject, ('同步课程',)))} {season}",
        subject=subject,
        stage=stage,
        grades=grades,
        mode="live" if is_live else "recorded",
        introduction=rng.choice(_INTRODUCTION).format(grade=words),
        starts_on=starts_on,
        ends_on=ends_on,
        lesson_count=weeks * max(1, len(lessons)),
        lesson_minutes=None if is_live else rng.choice((20, 25, 30, 35, 40)),
        class_size=rng.choice((6, 20, 30, 60, 200, 500)) if is_live else None,
        homework="none" if first <= 2 else rng.choice(("none", "optional", "optional")),
        charge_mode=charge,
        price=_price(charge, rng),
        hours_per_payment=rng.choice((12, 16, 20, 24, 30, 40, 48, 60)) if charge == "by_hour" else None,
        months_per_payment=Decimal(rng.choice((1, 1, 2, 3))) if charge == "by_period" else None,
        refund_rule="" if charge == "free" else rng.choice(_REFUND),
        textbook=f"自编讲义《{words}{SUBJECT_WORDS[subject]}同步练习》",
        lessons=lessons,
        teachers=(),
    )


def taught_by(course: Course, candidates: list[int], rng: random.Random) -> Course:
    """The course with one to three of these people as its teachers."""
    chosen = rng.sample(candidates, min(len(candidates), rng.choice((1, 1, 2, 3))))
    return course._replace(teachers=tuple(Teacher(line(rng), position) for position in sorted(chosen)))


def grade_words(grades: list[int]) -> str:
    """五年级, 三、四年级, 高一."""
    words = [_GRADE_WORDS[grade - 1] for grade in grades]
    return "、".join(words) + ("年级" if grades[0] <= 9 else "")


def ends_at(starts: time, minutes: int) -> time:
    """The time so many minutes later on the same day."""
    total = starts.hour * 60 + starts.minute + minutes
    return time(total // 60, total % 60)


def _lessons(stage: str, rng: random.Random) -> tuple[Lesson, ...]:
    minutes = rng.choice((30, 35, 40, 40))
    weekdays = sorted(rng.sample(range(1, 8), rng.choice((1, 1, 2, 2, 3))))
    return tuple(_lesson(weekday, minutes, stage, rng) for weekday in weekdays)


def _lesson(weekday: int, minutes: int, stage: str, rng: random.Random) -> Lesson:
    starts = rng.choice(_WEEKENDS if weekday > 5 else _EVENINGS)
    ends = ends_at(starts, minutes)
    # A second stretch after ten minutes of rest, where it still ends in time.
    longer = ends_at(ends, 10 + minutes)
    if rng.random() < 0.3 and (longer <= time(21, 0) or (stage == "senior" and longer <= time(22, 0))):
        ends = longer
    return Lesson(line(rng), weekday, starts, ends, minutes, 10)


def _price(charge: str, rng: random.Random) -> Decimal | None:
    if charge == "free":
        return None
    return Decimal(rng.randrange(30, 160, 5) if charge == "by_hour" else rng.randrange(280, 2900, 20))
