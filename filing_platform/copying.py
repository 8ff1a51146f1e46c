"""Rows by COPY: ids taken in blocks from the tables' own sequences, values written as PostgreSQL reads them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Rows:
    """Rows of one table, kept until `flush` writes them by COPY in the order given."""

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        self.model = model
        self.columns = columns
        self.written = 0
        self._lines: list[str] = []

    def add(self, *values: Any) -> None:
        """One row; values in the order of the columns."""
        self._lines.append(encode(values))

    def add_encoded(self, line: str) -> None:
        """One row that `encode` has written already."""
        self._lines.append(line)

    def flush(self) -> None:
        """Write what is kept and forget it."""
        if not self._lines:
            return
        columns = ", ".join(f'"{column}"' for column in self.columns)
        sql = f"COPY {self.model._meta.db_table} ({columns}) FROM STDIN"
        with connection.cursor() as cursor:
            cursor.copy_expert(sql, io.StringIO("\n".join(self._lines) + "\n"))
        self.written += len(self._lines)
        self._lines = []


class Alike(Rows):
    """Rows that differ in some columns only; all others are as in the `pattern`, which is never saved itself."""

    def __init__(self, pattern: models.Model, *varying: str) -> None:
        fields = [field for field in pattern._meta.concrete_fields if field.column not in (*varying, _key_of(pattern))]
        super().__init__(type(pattern), *varying, *(str(field.column) for field in fields))
        self._rest = encode(getattr(pattern, field.attname) for field in fields)

    def add(self, *values: Any) -> None:
        """One row; the values of the varying columns, in their order."""
        self.add_encoded(f"{encode(values)}\t{self._rest}")


def write_objects(objects: Sequence[models.Model]) -> None:
    """Write new rows of one table, every column as the object has it, the key too when it has one."""
    if not objects:
        return
    fields = [field for field in objects[0]._meta.concrete_fields if not (field.primary_key and objects[0].pk is None)]
    rows = Rows(type(objects[0]), *(str(field.column) for field in fields))
    for made in objects:
        rows.add(*(getattr(made, field.attname) for field in fields))
    rows.flush()


def _key_of(pattern: models.Model) -> str | None:
    """The column whose value the database gives: the key, unless the pattern has it."""
    key = pattern._meta.pk
    return key.column if key and pattern.pk is None else None


def take_ids(model: type[models.Model], count: int) -> list[int]:
    """The next `count` values of the table's own sequence, in order; others may have taken some between them."""
    assert model._meta.pk is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [taken for (taken,) in cursor.fetchall()]


def encode(values: Iterable[Any]) -> str:
    """One line of COPY's text format."""
    return "\t".join([_ENCODERS.get(type(value), _text)(value) for value in values])


def _text(value: Any) -> str:
    return str(value).translate(_ESCAPES)


def _list(value: list[Any]) -> str:
    if all(isinstance(item, int) for item in value):
        return "{" + ",".join(map(str, value)) + "}"
    quoted = ('"' + str(item).replace("\\", "\\\\").replace('"', '\\"') + '"' for item in value)
    return _text("{" + ",".join(quoted) + "}")


def _string(value: str) -> str:
    return value if value.isprintable() and "\\" not in value else value.translate(_ESCAPES)


_ENCODERS: dict[type, Callable[[Any], str]] = {
    type(None): lambda value: "\\N",
    bool: lambda value: "t" if value else "f",
    int: str,
    str: _string,
    list: _list,
    dict: lambda value: _text(json.dumps(value, ensure_ascii=False)),
}
