"""The institutions that the demo's filers work for: always there, whatever the scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from demo import reasons
from demo.beginnings import first_filing_accepted
from demo.sizes import Size
from demo.story import Story
from institutions.models import Kind


@dataclass(frozen=True)
class Role:
    """One institution of a demo account."""

    account: str
    jurisdiction: str
    name: str
    brand: str
    stem: str
    path: Callable[[Story], None]
    # About how many people it has.
    people: int
    icp_number: str = ""
    planters: tuple[str, ...] = ()

    def placed(self, size: Size) -> Size:
        """The size of the institution whose place it takes, in its own jurisdiction."""
        return replace(size, jurisdiction=self.jurisdiction)

    @property
    def given(self) -> dict[str, Any]:
        """What it is called, and on which platforms it is found."""
        names = {"stem": self.stem, "brand": self.brand, "name": self.name}
        return names | {"icp_number": self.icp_number, "platform_kinds": ("website", "app", "wechat_account")}

    @property
    def size(self) -> Size:
        """Of an institution that counts nowhere."""
        return Size(self.jurisdiction, self.people, 3)


def three_items_one_answered(story: Story) -> None:
    """The filer's page of the design: three items, one answered, 29 days left."""
    filing = story.filing(Kind.INITIAL, flaws=3)
    filing.open(date(2019, 10, 14))
    filing.submit(date(2019, 10, 28))
    filing.review("found", date(2019, 11, 6), date(2019, 11, 28))
    filing.flag(date(2020, 4, 13))
    filing.issue_notice(date(2020, 4, 20), date(2020, 5, 20))
    filing.extend(date(2020, 5, 6), date(2020, 6, 30), reasons.EXTENDED)
    filing.answer(date(2020, 5, 28), 0.33, mended=1)


def half_filled(story: Story) -> None:
    """A draft of last week: profile, platforms and some documents."""
    story.filing(Kind.INITIAL).open(date(2020, 5, 27))


def white_since_winter(story: Story) -> None:
    """On the white list."""
    first_filing_accepted(story)


ROLES = (
    Role(
        "filer",
        "33",
        "杭州青禾数智科技有限公司",
        "青禾课堂",
        "青禾",
        three_items_one_answered,
        86,
        "浙ICP备19012345号",
        ("late_end", "many_hours", "uncovered"),
    ),
    Role("filer2", "11", "北京海棠知行教育科技有限公司", "海棠语文", "海棠", white_since_winter, 40),
)
DRAFT = Role("filer2", "11", "北京麦田同行信息技术有限公司", "麦田数学", "麦田", half_filled, 12)


def cast(nation: list[Size]) -> dict[int, Role]:
    """Which place of the nation each role takes: of about its size, from its own jurisdiction where there is one.

    Where there is none the place changes its jurisdiction, and no sum of people or courses changes.
    """
    taken: dict[int, Role] = {}
    for role in ROLES:
        places = [i for i in range(len(nation)) if i not in taken]
        at_home = [i for i in places if nation[i].jurisdiction == role.jurisdiction and nation[i].courses > 2]
        taken[min(at_home or places, key=lambda i: abs(nation[i].people - role.people))] = role
    return taken
