"""The house keeps its order: foreign keys point the same way as imports."""

from __future__ import annotations

from django.apps import apps

# Left may point at right, never the reverse.
ORDER = (
    "demo",
    "rectification",
    "screening",
    "register",
    "dossiers",
    "courses",
    "personnel",
    "institutions",
    "accounts",
    "jobs",
)


def test_foreign_keys_point_one_way() -> None:
    wrong = []
    for model in apps.get_models():
        if model._meta.app_label not in ORDER:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.concrete or target is None or target._meta.app_label not in ORDER:
                continue
            if ORDER.index(target._meta.app_label) < ORDER.index(model._meta.app_label):
                wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert wrong == []
    assert len([model for model in apps.get_models() if model._meta.app_label in ORDER]) > 40
