"""Problem reports from the public: on institutions of the demo, and on names that nobody filed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from demo import days
from demo.plans import Plan
from filing_platform.clock import DEMO_START
from filing_platform.copying import Rows
from register.models import ProblemReport

# One report for so many institutions.
_RARITY = 18
_TEXTS = (
    "报名后两周申请退费，客服一直推脱，至今没有退。",
    "晚上九点半还在上直播课，孩子睡得很晚。",
    "一次要交一年的学费，说不交满一年不给优惠。",
    "授课老师说自己是学校在职教师。",
    "上课软件里弹出游戏广告。",
    "公示的老师和实际上课的老师不是同一个人。",
)
_UNKNOWN = ("橙果伴学", "木羽速记", "云梯提分营", "小鹿口算王")
_HANDLED = "已核实并转有关部门处理，结果已告知举报人。"


def write(plans: Sequence[Plan]) -> int:
    """Reports of the last three months, most of the older ones handled; how many."""
    rng = random.Random("reports")
    rows = Rows(
        ProblemReport,
        *("number", "jurisdiction_id", "institution_id", "about", "text", "contact", "created_at"),
        *("handled_at", "handling"),
    )
    count = max(3, len(plans) // _RARITY)
    for serial in range(count):
        at = days.any_hour(days.between(date(2020, 3, 1), days.LAST_DAY, rng), rng)
        plan = rng.choice(plans) if rng.random() < 0.85 else None
        about = plan.identity.brand if plan else rng.choice(_UNKNOWN)
        handled_at = at + timedelta(days=4) if at + timedelta(days=9) < DEMO_START and rng.random() < 0.8 else None
        rows.add(
            *(f"2020{serial * 7_654_321 % 100_000_000:08d}", plan.size.jurisdiction if plan else None),
            *(plan.id if plan else None, about, rng.choice(_TEXTS), "", at, handled_at, _HANDLED if handled_at else ""),
        )
    rows.flush()
    return rows.written
