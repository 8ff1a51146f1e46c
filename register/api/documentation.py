"""The API's readable documentation: the OpenAPI schema as a page that needs no script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator


@dataclass(frozen=True)
class Field:
    """One parameter, or one member of what is sent or answered."""

    name: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True)
class Operation:
    """One call: method and path, what goes in, what comes out by status."""

    identifier: str
    method: str
    path: str
    description: str
    parameters: list[Field]
    sent: list[Field]
    answered: list[Field]
    statuses: list[str]


@cache
def operations(language: str) -> list[Operation]:
    """Every call of the schema in the active language, in the order of the paths; made once a language."""
    schema = SchemaGenerator().get_schema(public=True)
    return [
        _operation(schema, path, method, described)
        for path, methods in schema["paths"].items()
        for method, described in methods.items()
    ]


def _operation(schema: Any, path: str, method: str, described: Any) -> Operation:
    responses = described.get("responses", {})
    done = next((code for code in responses if str(code).startswith("2")), None)
    return Operation(
        identifier=described["operationId"],
        method=method.upper(),
        path=path,
        description=described.get("description", ""),
        parameters=[_parameter(each) for each in described.get("parameters", [])],
        sent=list(_members(schema, _body(described.get("requestBody", {})))),
        answered=list(_members(schema, _body(responses.get(done, {})))),
        statuses=[str(code) for code in responses],
    )


def _parameter(each: Any) -> Field:
    return Field(each["name"], _kind(each["schema"]), each.get("required", False), each.get("description", ""))


def _body(described: Any) -> Any:
    return next((each.get("schema", {}) for each in described.get("content", {}).values()), {})


def _members(schema: Any, body: Any, prefix: str = "") -> Iterator[Field]:
    """The members of an object, those of its parts below it with a dotted name."""
    body = _resolved(schema, body)
    required = body.get("required", [])
    for name, member in body.get("properties", {}).items():
        part = _resolved(schema, member.get("items", member))
        kind = "array" if "items" in member else _kind(part)
        yield Field(prefix + name, kind, name in required, member.get("description", ""))
        if "properties" in part and prefix.count(".") < 1:
            yield from _members(schema, part, f"{prefix}{name}.")


def _resolved(schema: Any, described: Any) -> Any:
    reference = described.get("$ref") or next(
        (each["$ref"] for each in described.get("allOf", []) if "$ref" in each), ""
    )
    return schema["components"]["schemas"][reference.rsplit("/", 1)[-1]] if reference else described


def _kind(described: Any) -> str:
    if "enum" in described:
        return " | ".join(str(value) for value in described["enum"])
    if described.get("oneOf"):
        return "string"
    return str(described.get("format") or described.get("type", "object"))
