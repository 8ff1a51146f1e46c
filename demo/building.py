"""The materials of a planned institution: everything in order, and the flaws that its story asks for."""

from __future__ import annotations

import random

from demo import courses, flaws, institutions, people
from demo.materials import Course, Flaw, Materials, Person
from demo.numbers import People
from demo.plans import Plan


def build(plan: Plan, numbers: People) -> Materials:
    """Deterministic: the same plan gives the same materials, given the numbers that were given out before."""
    rng = random.Random(f"materials of {plan.seed}")
    newcomers = plan.story.newcomers
    profile = institutions.profile(plan.identity, rng)
    platforms = institutions.platforms(plan.identity, plan.size.people, rng)
    subjects = courses.subjects_of(plan.identity.brand)
    taught = [courses.draft(subjects, len(platforms), rng) for _ in range(plan.courses)]
    pairs = list(dict.fromkeys((course.subject, course.stage) for course in taught))
    kept = plan.people - newcomers[0]
    staff = people.staff(plan.people, kept, pairs, plan.size.jurisdiction, numbers, rng)
    taught = [_with_teachers(course, staff[:kept], rng) for course in taught]
    opened_on = plan.story.filings[0].opened_at.date()
    materials = Materials(
        profile=profile,
        platforms=platforms,
        people=staff,
        courses=taught,
        commitment=institutions.commitment(profile, opened_on, rng),
        documents=institutions.documents(platforms, rng),
    )
    materials.flaws.extend(_flaws(plan, materials, rng, numbers))
    return materials


def _with_teachers(course: Course, staff: list[Person], rng: random.Random) -> Course:
    # Long lists are looked through from a random place, until there are enough to choose from.
    start = rng.randrange(len(staff))
    found: list[int] = []
    for step in range(len(staff)):
        i = (start + step) % len(staff)
        if course.subject in staff[i].subjects and course.stage in staff[i].stages:
            found.append(i)
            if len(found) == 6:
                break
    return courses.taught_by(course, found, rng)


def _flaws(plan: Plan, materials: Materials, rng: random.Random, numbers: People) -> list[Flaw]:
    if plan.planters:
        return flaws.plant_these(materials, plan.planters, rng, numbers)
    return flaws.plant(materials, plan.story.flaw_count, rng, numbers) if plan.story.flaw_count else []
