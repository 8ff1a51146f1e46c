"""The geometry of what is drawn: shares of bars and a week of lessons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django import template
from django.utils.translation import pgettext_lazy

register = template.Library()

# Drawing units: the picture is 1,120 wide, an hour 44 high.
LEFT = 56
DAY_WIDTH = 152
TOP = 44
HOUR_HEIGHT = 44
# A lesson of ten minutes must still hold its name.
LEAST_HEIGHT = 22
# Widths of letters at the size they are drawn in.
WIDE_LETTER = 14
NARROW_LETTER = 8
WEEKDAYS = (
    pgettext_lazy("timetable", "Mon"),
    pgettext_lazy("timetable", "Tue"),
    pgettext_lazy("timetable", "Wed"),
    pgettext_lazy("timetable", "Thu"),
    pgettext_lazy("timetable", "Fri"),
    pgettext_lazy("timetable", "Sat"),
    pgettext_lazy("timetable", "Sun"),
)


@dataclass(frozen=True)
class Box:
    """One lesson as a rectangle, in drawing units."""

    x: float
    y: float
    width: float
    height: float
    short: str
    title: str
    late: bool

    @property
    def text_x(self) -> float:
        return self.x + self.width / 2

    @property
    def text_y(self) -> float:
        return self.y + self.height / 2 + 5


@dataclass(frozen=True)
class Hour:
    """One line of the grid."""

    label: int
    y: float

    @property
    def text_y(self) -> float:
        return self.y + 6


@dataclass(frozen=True)
class Lesson:
    """What the drawing needs of a lesson; `start` and `end` in minutes of the day."""

    weekday: int
    start: int
    end: int
    label: str
    late: bool
    # What to call it, shorter and shorter, where the label does not fit.
    shorter: tuple[str, ...] = ()

    @property
    def drawn_end(self) -> int:
        """Where its rectangle ends: the shortest is higher than its minutes."""
        return max(self.end, self.start + LEAST_HEIGHT * 60 // HOUR_HEIGHT)

    @property
    def times(self) -> str:
        return f"{_clock(self.start)}–{_clock(self.end)}"


@dataclass(frozen=True)
class Day:
    """One column: its name, the middle of its head, its lessons by time."""

    weekday: int
    lessons: list[Lesson] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(WEEKDAYS[self.weekday - 1])

    @property
    def x(self) -> float:
        return LEFT + DAY_WIDTH * (self.weekday - 0.5)


@dataclass(frozen=True)
class Week:
    """A week of lessons, ready to be drawn."""

    heads: list[Day]
    hours: list[Hour]
    boxes: list[Box]

    @property
    def height(self) -> float:
        return self.hours[-1].y + 24 if self.hours else 0

    @property
    def days_with_lessons(self) -> list[Day]:
        return [day for day in self.heads if day.lessons]


@register.simple_tag
def week_drawing(lessons: Iterable[Any]) -> Week:
    """The drawing of these lessons (weekday 1–7, start and end as times, label, shorter labels, late)."""
    days = [Day(weekday) for weekday in range(1, 8)]
    for lesson in sorted((_lesson(each) for each in lessons), key=lambda each: (each.start, each.end)):
        days[lesson.weekday - 1].lessons.append(lesson)
    taught = [lesson for each in days for lesson in each.lessons]
    if not taught:
        return Week(days, [], [])
    first = min(lesson.start for lesson in taught) // 60
    last = -(-max(lesson.end for lesson in taught) // 60)
    hours = [Hour(hour, TOP + (hour - first) * HOUR_HEIGHT) for hour in range(first, last + 1)]
    return Week(days, hours, [box for each in days for box in _boxes(each, first)])


@register.filter
def with_share(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows (label, value, href) with the share, 0–100, of the greatest value."""
    read = [{name: _of(row, name) for name in ("label", "value", "href")} for row in rows]
    greatest = max((row["value"] for row in read), default=0) or 1
    return [row | {"share": round(100 * row["value"] / greatest, 1)} for row in read]


def _boxes(day: Day, first_hour: int) -> list[Box]:
    """Lessons that overlap share the width of the day; the others have all of it."""
    return [box for lessons in _overlapping(day.lessons) for box in _side_by_side(lessons, first_hour)]


def _overlapping(lessons: Iterable[Lesson]) -> Iterator[list[Lesson]]:
    """The lessons, by start, in groups between which nothing is taught."""
    group: list[Lesson] = []
    for lesson in lessons:
        if group and lesson.start >= max(each.drawn_end for each in group):
            yield group
            group = []
        group.append(lesson)
    if group:
        yield group


def _side_by_side(lessons: list[Lesson], first_hour: int) -> list[Box]:
    lanes: list[int] = []
    placed: list[tuple[Lesson, int]] = []
    for lesson in lessons:
        free = next((number for number, end in enumerate(lanes) if end <= lesson.start), len(lanes))
        lanes[free : free + 1] = [lesson.drawn_end]
        placed.append((lesson, free))
    width = (DAY_WIDTH - 16) / len(lanes)
    return [_box(lesson, lane, width, first_hour) for lesson, lane in placed]


def _box(lesson: Lesson, lane: int, width: float, first_hour: int) -> Box:
    x = LEFT + DAY_WIDTH * (lesson.weekday - 1) + 8 + lane * width
    y = TOP + (lesson.start / 60 - first_hour) * HOUR_HEIGHT
    height = max((lesson.end - lesson.start) / 60 * HOUR_HEIGHT, LEAST_HEIGHT)
    return Box(
        x=round(x, 1),
        y=round(y, 1),
        width=round(width - 2, 1),
        height=round(height - 2, 1),
        short=_fitting((lesson.label, *lesson.shorter), width - 8),
        title=f"{lesson.times} {lesson.label}",
        late=lesson.late,
    )


def _fitting(labels: Iterable[str], width: float) -> str:
    """The first of the labels that the width holds whole; none, rather than a part of one."""
    return next((label for label in labels if _width(label) <= width), "")


def _width(label: str) -> int:
    return sum(NARROW_LETTER if letter.isascii() else WIDE_LETTER for letter in label)


def _lesson(given: Any) -> Lesson:
    return Lesson(
        weekday=_of(given, "weekday"),
        start=_minutes(_of(given, "start")),
        end=_minutes(_of(given, "end")),
        label=str(_of(given, "label")),
        late=bool(_of(given, "late")),
        shorter=tuple(_of(given, "shorter") or ()),
    )


def _of(row: Any, name: str) -> Any:
    return row.get(name) if isinstance(row, dict) else getattr(row, name, None)


def _minutes(value: time) -> int:
    return value.hour * 60 + value.minute


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
