"""The materials of one version as officers read them: things in groups, with their facts and findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from dossiers.sections import SECTIONS, by_name
from dossiers.showing import facts_of, fetched
from institutions.facts import Fact
from institutions.models import Dossier
from institutions.section import Section
from rectification.facts import compared, short
from screening import explaining
from screening.models import Finding, FindingStatus
from screening.querysets import FindingQuerySet

PAGE = 50


@dataclass
class Thing:
    """One row of a section (or, without line, the section itself), and the findings about it."""

    section: Section
    line: UUID | None
    title: str
    row: Model | None = None
    facts: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"{self.section.name}-{self.line or 'whole'}"


@dataclass(frozen=True)
class Group:
    """One chip: a section, or what has findings; and how many things."""

    name: str
    title: str
    count: int | None
    current: bool


@dataclass(frozen=True)
class Asked:
    """What of the materials is asked for: a group's name, words to search, whether only with findings, a page."""

    group: str
    words: str = ""
    everything: bool = False
    page: str = "1"


def groups(dossier: Dossier, current: str) -> list[Group]:
    """The chips: what has findings, then every section with its count."""
    counts = {
        "platforms": dossier.platform_count,
        "personnel": dossier.person_count,
        "courses": dossier.course_count,
        "documents": by_name("documents").count(dossier),
    }
    found = [Group("findings", _("With findings"), _places(dossier).count(), current == "findings")]
    return found + [
        Group(section.name, str(section.title), counts.get(section.name), current == section.name)
        for section in SECTIONS
    ]


def page_of(dossier: Dossier, asked: Asked) -> Page:
    """One page of things; its object_list holds Things, everything on them fetched in a constant number of queries."""
    if asked.group == "findings":
        return _page_with_findings(dossier, asked.page)
    section = by_name(asked.group)
    page = Paginator(_rows(dossier, section, asked), PAGE).get_page(asked.page)
    things = [_thing(section, row) for row in page.object_list]
    if page.number == 1 and not asked.words:
        things.append(Thing(section, None, str(section.title)))
    _attach(dossier, things)
    page.object_list = [thing for thing in things if thing.row is not None or thing.findings]
    return page


@dataclass(frozen=True)
class SideBySide:
    """The things of a page as a table: headings, and each thing with its cells."""

    headings: list[str]
    lines: list[tuple[Thing, list[str]]]


def side_by_side(page: Page, asked: Asked) -> SideBySide | None:
    """What is compared of the things of a page; None for findings, for single things, and for groups of one row."""
    if asked.group == "findings":
        return None
    things = [thing for thing in page.object_list if thing.row is not None]
    found = compared(by_name(asked.group), [thing.facts for thing in things])
    return SideBySide(found.headings, list(zip(things, found.rows, strict=True))) if found else None


def next_undecided(dossier: Dossier) -> Finding | None:
    """The first that waits, in the order in which they are shown."""
    first = _most_undecided_first(dossier).filter(undecided__gt=0).first()
    if first is None:
        return None
    section, line, *_counts = first
    about = Finding.objects.filter(dossier=dossier, section=section, line=line, status=FindingStatus.CANDIDATE)
    return about.worst_first().first()


def things_at(dossier: Dossier, places: Iterable[tuple[str, UUID | None]]) -> list[Thing]:
    """The things at these (section, line), in that order; one that is gone has no row."""
    places = list(places)
    rows = _rows_at(dossier, places)
    return [
        _thing(by_name(section), rows[section, line])
        if (section, line) in rows
        else Thing(by_name(section), line, str(by_name(section).title))
        for section, line in places
    ]


def title_of(section: Section, row: Model) -> str:
    """What the thing is called: a course's or person's name, a document's kind, the group for single rows."""
    if section.name in ("profile", "commitment"):
        return str(section.title)
    if section.name == "documents":
        return str(row.get_kind_display())  # type: ignore[attr-defined]
    return str(row)


def _page_with_findings(dossier: Dossier, number: str) -> Page:
    page = Paginator(_most_undecided_first(dossier), PAGE).get_page(number)
    things = things_at(dossier, [(section, line) for section, line, *_counts in page.object_list])
    _attach(dossier, things)
    for thing in things:
        thing.facts = short(thing.section, thing.facts, [finding.rule for finding in thing.findings])
    page.object_list = things
    return page


def _most_undecided_first(dossier: Dossier) -> QuerySet:
    return (
        _places(dossier)
        .annotate(undecided=Count("pk", filter=Q(status=FindingStatus.CANDIDATE)))
        .annotate(standing=Count("pk", filter=~Q(status=FindingStatus.DISMISSED)))
        .order_by("-undecided", "-standing", "section", "line")
    )


def _places(dossier: Dossier) -> QuerySet:
    """Each (section, line) that a finding is about, dismissed ones too."""
    return Finding.objects.filter(dossier=dossier).order_by().values_list("section", "line").distinct()


def _rows(dossier: Dossier, section: Section, asked: Asked) -> QuerySet:
    rows = fetched(section, section.model._default_manager.filter(dossier=dossier))
    if section.name != "personnel":
        return rows.order_by("position", "id") if hasattr(section.model, "position") else rows.order_by("id")
    if asked.words:
        rows = rows.filter(Q(name__icontains=asked.words) | Q(certificate_number=asked.words))
    elif not asked.everything:
        rows = rows.filter(Exists(_findings_about(dossier, section)))
    return rows.order_by("position", "id")


def _findings_about(dossier: Dossier, section: Section) -> QuerySet:
    return Finding.objects.filter(dossier=dossier, section=section.name, line=OuterRef("line"))


def _thing(section: Section, row: Model) -> Thing:
    return Thing(section, row.line, title_of(section, row), row, facts_of(row))  # type: ignore[attr-defined]


def _rows_at(dossier: Dossier, places: Sequence[tuple[str, UUID | None]]) -> dict[tuple[str, UUID | None], Any]:
    lines: dict[str, list[UUID]] = defaultdict(list)
    for name, line in places:
        if line is not None:
            lines[name].append(line)
    found: dict[tuple[str, UUID | None], Any] = {}
    for name, wanted in lines.items():
        group = by_name(name)
        for row in fetched(group, group.model._default_manager.filter(dossier=dossier, line__in=wanted)):
            found[name, row.line] = row
    return found


def _attach(dossier: Dossier, things: list[Thing]) -> None:
    """The findings about these things, each beside its own."""
    about: dict[tuple[str, UUID | None], list[Finding]] = defaultdict(list)
    for finding in _findings_of(dossier, things):
        about[finding.section, finding.line].append(finding)
    for thing in things:
        thing.findings = about[thing.section.name, thing.line]


def _findings_of(dossier: Dossier, things: list[Thing]) -> FindingQuerySet:
    wanted = Q(pk__in=[])
    for section in {thing.section.name for thing in things}:
        lines = [thing.line for thing in things if thing.section.name == section and thing.line]
        whole = any(thing.line is None for thing in things if thing.section.name == section)
        wanted |= Q(section=section) & (Q(line__in=lines) | (Q(line=None) if whole else Q(pk__in=[])))
    return (
        Finding.objects.filter(wanted, dossier=dossier)
        .select_related("department", "raised_by", "verdict_by")
        .annotate(explanation=explaining.beside_finding())
        .worst_first()
    )
