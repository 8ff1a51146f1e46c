"""Writes the materials of dossiers by COPY, some thousand people at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from courses.models import Course, CourseTeacher, Lesson
from demo import filings
from demo import materials as plain
from demo.building import build
from demo.chapters import Version
from demo.materials import Materials
from demo.numbers import People
from demo.plans import Plan
from filing_platform.copying import Rows, encode, take_ids
from institutions.models import Commitment, DossierDocument, Platform, Profile
from personnel import vault
from personnel.models import Person

# People of a batch: what is held in memory at once.
BATCH = 6_000

_PERSON = tuple(f for f in plain.Person._fields if f != "identity_number")
_COURSE = tuple(f for f in plain.Course._fields if f not in ("platform", "lessons", "teachers"))


@dataclass(frozen=True)
class _Draft:
    """One institution of the batch: its people once as they are written."""

    plan: Plan
    materials: Materials
    encoded: list[str]

    @cached_property
    def versions(self) -> list[Version]:
        """All versions of its filings, in order."""
        return [version for filing in self.plan.story.filings for version in filing.versions]


class _Ids:
    """The ids that these versions need, taken at once."""

    def __init__(self, filed: list[Materials]) -> None:
        self.platforms = iter(take_ids(Platform, sum(len(materials.platforms) for materials in filed)))
        self.people = iter(take_ids(Person, sum(len(materials.people) for materials in filed)))
        self.courses = iter(take_ids(Course, sum(len(materials.courses) for materials in filed)))


class Writer:
    """Rows of all tables of a dossier's sections; `write` a batch of institutions, then the next."""

    def __init__(self, blobs: dict[str, int]) -> None:
        self._blobs = blobs
        self._stored: dict[tuple[str, str], vault.Stored] = {}
        self._profiles = Rows(Profile, "dossier_id", *plain.Profile._fields)
        self._platforms = Rows(Platform, "id", "dossier_id", "position", *plain.Platform._fields)
        self._commitments = Rows(Commitment, "dossier_id", *plain.Commitment._fields, "materials_true", "keeps_rules")
        self._documents = Rows(DossierDocument, "dossier_id", "position", "blob_id", *plain.Document._fields)
        self._people = Rows(
            Person,
            "id",
            "dossier_id",
            "position",
            "identity_id",
            "identity_masked",
            "identity_commitment",
            *_PERSON,
        )
        self._courses = Rows(
            Course,
            "id",
            "dossier_id",
            "position",
            "platform_id",
            "pupils_abroad_only",
            "is_imported",
            "copyright_proof",
            *_COURSE,
        )
        self._lessons = Rows(Lesson, "dossier_id", "course_id", *plain.Lesson._fields)
        self._teachers = Rows(CourseTeacher, "dossier_id", "course_id", "person_id", "line")
        self._in_order = (
            self._profiles, self._platforms, self._commitments, self._documents,
            self._people, self._courses, self._lessons, self._teachers,
        )  # fmt: skip

    def write(self, plans: Iterable[Plan], numbers: People) -> None:
        """The materials of every version of these institutions, sealed where submitted.

        Of an institution one version at a time: a filing has one unsealed version, and the next is its copy.
        """
        built = [(plan, build(plan, numbers)) for plan in plans]
        for plan, materials in built:
            plan.flaws = [materials.place(flaw) for flaw in materials.flaws]
        self._store([materials for _, materials in built])
        drafts = [_Draft(plan, materials, self._encoded(materials)) for plan, materials in built]
        longest = max(len(draft.versions) for draft in drafts)
        for place in range(longest):
            self._write_versions([(draft, draft.versions[place]) for draft in drafts if place < len(draft.versions)])

    @property
    def people_written(self) -> int:
        """Rows of people written by now, in all versions."""
        return self._people.written

    def _store(self, built: list[Materials]) -> None:
        """Put every identity number of the batch into the vault at once."""
        numbers = {(person.identity_kind, person.identity_number) for m in built for person in m.people}
        numbers |= {
            (m.people[flaw.position].identity_kind, flaw.changes["identity_number"])
            for m in built
            for flaw in m.flaws
            if "identity_number" in flaw.changes
        }
        asked = sorted(numbers)
        self._stored = dict(zip(asked, vault.store(asked), strict=True))

    def _write_versions(self, versions: list[tuple[_Draft, Version]]) -> None:
        filings.write_dossiers([version for _, version in versions])
        filed = [self._filed(draft.plan, draft.materials, version) for draft, version in versions]
        ids = _Ids(filed)
        for (draft, version), materials in zip(versions, filed, strict=True):
            platforms = self._write_platforms(version, materials, ids)
            people = self._write_people(version, materials, draft, ids)
            self._write_courses(version, materials, platforms, people, ids)
            self._write_rest(version, materials)
        for rows in self._in_order:
            rows.flush()
        filings.seal([version for _, version in versions])

    def _encoded(self, materials: Materials) -> list[str]:
        """Most people are the same in every version: they are written out once."""
        return [self._encode(person) for person in materials.people]

    @staticmethod
    def _filed(plan: Plan, materials: Materials, version: Version) -> Materials:
        first, last = version.flaws
        filed = materials.with_flaws(materials.flaws[first:last])
        if not version.with_newcomers:
            filed = filed.without_newcomers(*plan.story.newcomers)
        is_draft = version.number == 1 and version.sealed_at is None and version.copied_from is None
        return filed.half_filled() if is_draft else filed

    def _write_platforms(self, version: Version, filed: Materials, ids: _Ids) -> list[int]:
        given = list(islice(ids.platforms, len(filed.platforms)))
        for position, (pk, row) in enumerate(zip(given, filed.platforms, strict=True), 1):
            self._platforms.add(pk, version.id, position, *row)
        return given

    def _write_people(self, version: Version, filed: Materials, draft: _Draft, ids: _Ids) -> list[int]:
        given = list(islice(ids.people, len(filed.people)))
        usual = draft.materials.people
        for i, (pk, person) in enumerate(zip(given, filed.people, strict=True)):
            text = draft.encoded[i] if person is usual[i] else self._encode(person)
            self._people.add_encoded(f"{pk}\t{version.id}\t{i + 1}\t{text}")
        return given

    def _encode(self, person: plain.Person) -> str:
        stored = self._stored[person.identity_kind, person.identity_number]
        kept = (getattr(person, name) for name in _PERSON)
        return encode((stored.identity_id, stored.masked, stored.commitment, *kept))

    def _write_courses(
        self, version: Version, filed: Materials, platforms: list[int], people: list[int], ids: _Ids
    ) -> None:
        for position, course in enumerate(filed.courses, 1):
            pk = next(ids.courses)
            kept = (getattr(course, name) for name in _COURSE)
            self._courses.add(
                pk, version.id, position, platforms[course.platform], False, False, "自主研发，权属声明见承诺书", *kept
            )
            for lesson in course.lessons:
                self._lessons.add(version.id, pk, *lesson)
            for teacher in course.teachers:
                self._teachers.add(version.id, pk, people[teacher.position], teacher.line)

    def _write_rest(self, version: Version, filed: Materials) -> None:
        self._profiles.add(version.id, *filed.profile)
        if filed.commitment is not None:
            self._commitments.add(version.id, *filed.commitment, True, True)
        for position, document in enumerate(filed.documents, 1):
            self._documents.add(version.id, position, self._blobs[document.kind], *document)


def batches(plans: Iterable[Plan]) -> Iterator[list[Plan]]:
    """Plans by some thousand people."""
    batch: list[Plan] = []
    people = 0
    for plan in plans:
        batch.append(plan)
        people += plan.people
        if people >= BATCH:
            yield batch
            batch, people = [], 0
    if batch:
        yield batch
