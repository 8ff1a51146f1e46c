"""A dossier is a list of sections. What every section answers, and the four that describe the institution.

Digest, copy and difference are made from one declaration a table; only what is missing is each section's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from institutions.models import (
    Commitment,
    DocumentKind,
    Dossier,
    DossierDocument,
    Platform,
    PlatformKind,
    Profile,
    ScanState,
)


@dataclass(frozen=True)
class Link:
    """A foreign key to a row of the same dossier; its line stands for it in digests and copies."""

    column: str
    target: type[models.Model]

    @property
    def table(self) -> str:
        return self.target._meta.db_table


@dataclass(frozen=True)
class Table:
    """One table of a section: which columns the digest takes, in order, and which are only copied."""

    model: type[models.Model]
    columns: tuple[str, ...]
    kept: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    # Columns whose own value is an id: what the digest takes in their place.
    told_by: tuple[tuple[str, str], ...] = ()
    # The link to the row that this row is a part of: its change is that row's change.
    part_of: str | None = None

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    def canonical(self) -> str:
        """SQL of (dossier_id, owner, line, row): one JSON array a row, every value as text, null as null."""
        told = dict(self.told_by)
        values = [f"'{self.name}'", "t.line::text"]
        values += [told.get(column, f"t.{column}::text") for column in self.columns]
        values += [f"{link.column}_of.line::text" for link in self.links]
        joins = " ".join(
            f"LEFT JOIN {link.table} AS {link.column}_of ON {link.column}_of.id = t.{link.column}"
            for link in self.links
        )
        owner = f"{self.part_of}_of.line" if self.part_of else "t.line"
        return (
            f"SELECT t.dossier_id, {owner} AS owner, t.line, json_build_array({', '.join(values)})::text AS row"
            f" FROM {self.name} AS t {joins} WHERE t.dossier_id = ANY(%(dossiers)s)"
        )

    def copy_sql(self) -> str:
        """One INSERT … SELECT from dossier %(source)s into %(target)s; lines stay, links follow by line."""
        copied = ["line", *[c for c in self.columns if c != "line"], *self.kept]
        links = [link.column for link in self.links]
        joins = " ".join(
            f"LEFT JOIN {link.table} AS {link.column}_old ON {link.column}_old.id = t.{link.column}"
            f" LEFT JOIN {link.table} AS {link.column}_new"
            f" ON {link.column}_new.dossier_id = %(target)s AND {link.column}_new.line = {link.column}_old.line"
            for link in self.links
        )
        chosen = [f"t.{column}" for column in copied] + [f"{column}_new.id" for column in links]
        return (
            f"INSERT INTO {self.name} (dossier_id, {', '.join(copied + links)})"
            f" SELECT %(target)s, {', '.join(chosen)} FROM {self.name} AS t {joins}"
            f" WHERE t.dossier_id = %(source)s ORDER BY t.id"
        )


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, in the reader's words; `line` is the row that lacks it, when it is one row."""

    message: str
    line: UUID | None = None
    # Without it the dossier cannot be submitted; otherwise it is advice.
    blocking: bool = True


@dataclass(frozen=True)
class Difference:
    """What changed in a section between two versions: counts, and the first rows by line."""

    new: int
    changed: int
    removed: int
    lines: dict[UUID, str] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(self.new or self.changed or self.removed)


@dataclass(frozen=True)
class Section:
    """One group of a dossier's materials."""

    name: str
    title: str | Promise
    tables: tuple[Table, ...]
    missing: Callable[[Dossier], list[Missing]]

    @property
    def model(self) -> type[models.Model]:
        """What a (section, line) pair points at."""
        return self.tables[0].model

    def count(self, dossier: Dossier) -> int:
        """How many rows of its main table the dossier has."""
        return self.model._default_manager.filter(dossier=dossier).count()

    def copy(self, source: Dossier, target: Dossier) -> None:
        """Copy every row unchanged into another version."""
        with connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(table.copy_sql(), {"source": source.pk, "target": target.pk})

    def canonical(self) -> str:
        """SQL of (dossier_id, owner, line, row) over all its tables."""
        return " UNION ALL ".join(table.canonical() for table in self.tables)

    def difference(self, old: Dossier, new: Dossier, most: int = 200) -> Difference:
        """Rows that are new, changed or removed from `old` to `new`: one query, at most `most` of them by line."""
        sql = f"""
            WITH rows AS ({self.canonical()}),
            things AS (
                SELECT dossier_id, owner, string_agg(row, E'\\n' ORDER BY row COLLATE "C") AS content
                FROM rows GROUP BY dossier_id, owner
            ),
            pairs AS (
                SELECT coalesce(n.owner, o.owner) AS line,
                       CASE WHEN o.owner IS NULL THEN 'new' WHEN n.owner IS NULL THEN 'removed'
                            ELSE 'changed' END AS how
                FROM (SELECT * FROM things WHERE dossier_id = %(old)s) AS o
                FULL JOIN (SELECT * FROM things WHERE dossier_id = %(new)s) AS n ON n.owner = o.owner
                WHERE o.content IS DISTINCT FROM n.content
            )
            SELECT line, how, count(*) FILTER (WHERE how = 'new') OVER () AS new,
                   count(*) FILTER (WHERE how = 'changed') OVER () AS changed,
                   count(*) FILTER (WHERE how = 'removed') OVER () AS removed
            FROM pairs ORDER BY how, line LIMIT %(most)s
        """
        with connection.cursor() as cursor:
            cursor.execute(sql, {"dossiers": [old.pk, new.pk], "old": old.pk, "new": new.pk, "most": most})
            rows = cursor.fetchall()
        if not rows:
            return Difference(0, 0, 0)
        _line, _how, added, changed, removed = rows[0]
        return Difference(added, changed, removed, {line: how for line, how, *_counts in rows})


def empty_fields(row: models.Model, names: Iterable[str]) -> list[Missing]:
    """What of these fields is still empty, by the field's own name."""
    return [
        Missing(
            _("%(field)s is missing") % {"field": row._meta.get_field(name).verbose_name},  # type: ignore[union-attr]
            line=row.line,  # type: ignore[attr-defined]
        )
        for name in names
        if getattr(row, name) in ("", None, False, [])
    ]


PROFILE_REQUIRED = (
    "name",
    "brand",
    "credit_code",
    "kind",
    "legal_representative",
    "registered_address",
    "contact_address",
    "capital",
    "established_on",
    "contact_person",
    "contact_phone",
    "contact_email",
    "complaint_contact",
    "fund_management",
    "service_commitment",
    "network_security",
)
COMMITMENT_REQUIRED = ("responsible", "signatory", "signatory_post", "signed_on", "materials_true", "keeps_rules")
# Asked of every platform: an unanswered question is not an answer.
PLATFORM_REQUIRED = (
    "address",
    "server_location",
    "content_months",
    "log_months",
    "eye_care",
    "parental_control",
    "staff_shown",
    "runs_telecom_business",
)
DOCUMENTS_REQUIRED = (
    DocumentKind.BUSINESS_LICENCE,
    DocumentKind.CONTRACT_TEMPLATE,
    DocumentKind.PRIVACY_POLICY,
    DocumentKind.SIGNED_COMMITMENT,
)


def _profile_missing(dossier: Dossier) -> list[Missing]:
    profile = Profile.objects.filter(dossier=dossier).first()
    if profile is None:
        return [Missing(_("The institution's information has not been filled in yet"))]
    return empty_fields(profile, PROFILE_REQUIRED)


def _platforms_missing(dossier: Dossier) -> list[Missing]:
    platforms = list(Platform.objects.filter(dossier=dossier))
    if not platforms:
        return [Missing(_("No platform has been added yet"))]
    found = []
    for name in PLATFORM_REQUIRED:
        lacking = [platform for platform in platforms if getattr(platform, name) in ("", None)]
        if lacking:
            found.append(
                Missing(
                    ngettext(
                        "%(lacking)d of %(total)d platform lacks: %(field)s",
                        "%(lacking)d of %(total)d platforms lack: %(field)s",
                        len(platforms),
                    )
                    % {
                        "lacking": len(lacking),
                        "total": len(platforms),
                        "field": Platform._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
                    },
                    line=lacking[0].line,
                )
            )
    without_icp = [p for p in platforms if p.kind in (PlatformKind.WEBSITE, PlatformKind.APP) and not p.icp_number]
    if without_icp:
        found.append(
            Missing(
                ngettext(
                    "%(lacking)d of %(total)d platform lacks an ICP filing number",
                    "%(lacking)d of %(total)d platforms lack an ICP filing number",
                    len(platforms),
                )
                % {"lacking": len(without_icp), "total": len(platforms)},
                line=without_icp[0].line,
                blocking=False,
            )
        )
    return found


def _documents_missing(dossier: Dossier) -> list[Missing]:
    documents = DossierDocument.objects.filter(dossier=dossier)
    kinds = set(documents.values_list("kind", flat=True))
    harmful = documents.filter(blob__scan_state=ScanState.INFECTED).values_list("file_name", "line")
    return [
        Missing(_("“%(file)s” is harmful (a virus was found). Replace the file or remove it.") % {"file": name}, line)
        for name, line in harmful.order_by("position", "pk")
    ] + [
        Missing(_("%(document)s has not been uploaded yet") % {"document": kind.label})
        for kind in DOCUMENTS_REQUIRED
        if kind not in kinds
    ]


def _commitment_missing(dossier: Dossier) -> list[Missing]:
    commitment = Commitment.objects.filter(dossier=dossier).first()
    if commitment is None:
        return [Missing(_("The commitment has not been signed yet"))]
    return empty_fields(commitment, COMMITMENT_REQUIRED)


PROFILE = Section(
    "profile",
    gettext_lazy("Institution"),
    (
        Table(
            Profile,
            (
                *PROFILE_REQUIRED,
                "party_organisation",
            ),
        ),
    ),
    _profile_missing,
)

PLATFORMS = Section(
    "platforms",
    gettext_lazy("Platforms"),
    (
        Table(
            Platform,
            (
                "kind",
                "name",
                "address",
                "icp_number",
                "telecom_licence",
                "runs_telecom_business",
                "mlps_number",
                "mlps_level",
                "server_location",
                "content_months",
                "live_months",
                "log_months",
                "eye_care",
                "parental_control",
                "staff_shown",
                "fees_url",
                "complaint_url",
                "agreement_url",
                "users",
                "description",
            ),
            kept=("position",),
        ),
    ),
    _platforms_missing,
)

DOCUMENTS = Section(
    "documents",
    gettext_lazy("Documents"),
    (
        Table(
            DossierDocument,
            ("kind", "title", "file_name", "blob_id", "about_section", "about_line"),
            kept=("position",),
            told_by=(("blob_id", "(SELECT sha256 FROM institutions_blob AS b WHERE b.id = t.blob_id)"),),
        ),
    ),
    _documents_missing,
)

COMMITMENT = Section(
    "commitment",
    gettext_lazy("Commitment"),
    (Table(Commitment, (*COMMITMENT_REQUIRED, "host_name")),),
    _commitment_missing,
)
