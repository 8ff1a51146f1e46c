"""A row of the materials in words: each column's name and its value as people read it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext


@dataclass(frozen=True)
class Fact:
    """One column of a row: its name in the database, its name in words, its value in words."""

    name: str
    label: str
    value: str


def facts(row: models.Model, names: Iterable[str]) -> list[Fact]:
    """These columns of the row, in order; what is empty has an empty value."""
    return [Fact(name, label_of(row, name), in_words(row, name)) for name in names]


def label_of(row: models.Model, name: str) -> str:
    """The column's name as people read it."""
    return capfirst(str(getattr(row._meta.get_field(name), "verbose_name", name)))


def in_words(row: models.Model, name: str) -> str:
    """The value of one column as people read it."""
    chosen = getattr(row, f"get_{name}_display", None)
    value = capfirst(str(chosen())) if chosen else getattr(row, name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, int | Decimal):
        # 1,200 and 12.5: grouped, and with decimals only where there are any.
        return f"{Decimal(value).normalize():,f}"
    if isinstance(value, list):
        return gettext(", ").join(str(each) for each in value)
    return str(value)


def fingerprint(row: models.Model, names: Iterable[str]) -> str:
    """A short digest of these columns: equal fingerprints mean nobody changed the row in between."""
    values = [_comparable(row._meta.get_field(name).value_from_object(row)) for name in names]  # type: ignore[union-attr]
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()[:24]


def _comparable(value: Any) -> Any:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
