"""Counts that stop at a bound: what a page costs must not grow with the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import QuerySet, Value

BOUND = 1000


@dataclass(frozen=True)
class Count:
    """A number of rows, or "at least this many" when `more`."""

    number: int

    @property
    def shown(self) -> int:
        return min(self.number, BOUND)

    @property
    def more(self) -> bool:
        return self.number > BOUND


def bounded_counts(questions: Mapping[str, QuerySet]) -> dict[str, Count]:
    """How many rows each question has, up to the bound; one statement for all."""
    parts: list[str] = []
    values: list[Any] = []
    for question in questions.values():
        try:
            sql, params = question.order_by().values_list(Value(1))[: BOUND + 1].query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        numbers = cursor.fetchone()
    return {name: Count(number) for name, number in zip(questions, numbers, strict=True)}


class BoundedPaginator(Paginator):
    """Pages of the first thousand rows; further ones are found by filters. `total`, where it is counted already."""

    def __init__(self, rows: QuerySet, per_page: int, total: Count | None = None) -> None:
        super().__init__(rows, per_page)
        self.rows, self.counted = rows, total

    object_list: QuerySet

    @cached_property
    def total(self) -> Count:
        return self.counted or bounded_counts({"rows": self.rows})["rows"]

    @cached_property
    def count(self) -> int:
        return self.total.shown
