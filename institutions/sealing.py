"""The trigger that every table of a dossier's rows carries: a sealed row never changes.

Statement-level with transition tables, so that COPY of 115,622 rows costs nothing. It reads the
dossier row FOR SHARE and sealing takes it FOR UPDATE: no row slips in while another session seals.
"""

from __future__ import annotations

import pgtrigger

# MATERIALIZED: the lock must be taken, and the row read after the wait for it, before the condition is asked.
_CHECK = """
    WITH dossier AS MATERIALIZED (
        SELECT sealed_at FROM institutions_dossier
        WHERE id IN ({touched}) ORDER BY id FOR SHARE
    )
    SELECT count(sealed_at) INTO sealed FROM dossier;
    IF sealed > 0 THEN
        RAISE EXCEPTION 'the dossier of these rows of % is sealed', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
"""


def _trigger(name: str, operation: pgtrigger.Operation, touched: str, **tables: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        declare=[("sealed", "BIGINT")],
        func=_CHECK.format(touched=touched),
    )


def sealed_with_dossier() -> list[pgtrigger.Trigger]:
    """Triggers for a model with a `dossier` column: insert, update and delete refused once sealed."""
    old, new = "SELECT dossier_id FROM old_rows", "SELECT dossier_id FROM new_rows"
    return [
        _trigger("sealed_insert", pgtrigger.Insert, new, new="new_rows"),
        _trigger("sealed_update", pgtrigger.Update, f"{old} UNION {new}", old="old_rows", new="new_rows"),
        _trigger("sealed_delete", pgtrigger.Delete, old, old="old_rows"),
    ]
