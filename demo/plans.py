"""Every institution of a load, planned before anything is written: who it is, how large, what will happen to it."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial

from accounts.models import Jurisdiction, Programme
from demo import lookalikes, shares, showcase, sizes
from demo.institutions import Directory, Identity
from demo.sizes import Size
from demo.story import FilingStory, Story
from institutions import numbering


@dataclass(eq=False)
class Plan:
    """One institution."""

    seed: str
    size: Size
    identity: Identity
    story: Story
    # Name of the demo account that files for it; others have a filer of their own.
    filer: str = ""
    # Nobody counts it: a draft, or withdrawn.
    is_counted: bool = True
    # Planted instead of flaws by chance.
    planters: tuple[str, ...] = ()
    # Its brand passes for another's.
    is_lookalike: bool = False
    # Section and line of each flaw, once the materials are written.
    flaws: list[tuple[str, str]] = field(default_factory=list)
    id: int = 0
    filer_id: int = 0

    @property
    def people(self) -> int:
        """How many people the newest version has; a change that does not count brings its own on top."""
        return self.size.people + (0 if self.story.newcomers_count else self.story.newcomers[0])

    @property
    def courses(self) -> int:
        """How many courses the newest version has."""
        return self.size.courses + (0 if self.story.newcomers_count else self.story.newcomers[1])


def make(scale: float) -> list[Plan]:
    """All plans, their filings numbered in the order in which they were opened."""
    programmes: dict[str, list[Programme]] = defaultdict(list)
    for programme in Programme.objects.order_by("version"):
        programmes[programme.jurisdiction_id].append(programme)
    directory = Directory({j.code: j.icp_signs[0] for j in Jurisdiction.objects.all()})
    nation = sizes.nation(scale)
    paths = shares.choose([size.jurisdiction for size in nation])
    roles = showcase.cast(nation)
    plan = partial(_plan, directory, programmes, random.Random())
    plans = []
    for place, (size, path) in enumerate(zip(nation, paths, strict=True)):
        role = roles.get(place)
        size = role.placed(size) if role else size
        plans.append(plan(f"institution {place}", size, role.path if role else path, role))
    for place, path in enumerate(shares.uncounted(scale)):
        rng = random.Random(f"uncounted {place}")
        size = Size(rng.choices(list(sizes.JURISDICTIONS), list(sizes.JURISDICTIONS.values()))[0], 12, 2)
        plans.append(plan(f"uncounted {place}", size, path, is_counted=False))
    draft = showcase.DRAFT
    plans.append(plan("draft", draft.size, draft.path, draft, is_counted=False))
    lookalikes.plant(plans)
    _number([filing for plan in plans for filing in plan.story.filings], plans)
    return plans


def _plan(
    directory: Directory,
    programmes: dict[str, list[Programme]],
    rng: random.Random,
    seed: str,
    size: Size,
    path: shares.Path,
    role: showcase.Role | None = None,
    *,
    is_counted: bool = True,
) -> Plan:
    # One source of chance for all, sown anew for each: tens of thousands of them would fill the memory.
    rng.seed(seed)
    identity = directory.new(size.jurisdiction, rng, **(role.given if role else {}))
    story = Story(seed, programmes[size.jurisdiction], rng)
    path(story)
    if story.newcomers_count:
        # They are a part of the institution's size: it was not empty before they came.
        story.newcomers = min(story.newcomers[0], size.people - 1), min(story.newcomers[1], size.courses - 1)
    return Plan(seed, size, identity, story, role.account if role else "", is_counted, role.planters if role else ())


def _number(filings: list[FilingStory], plans: list[Plan]) -> None:
    codes = {id(plan.story): plan.size.jurisdiction for plan in plans}
    serials: dict[tuple[str, int], int] = defaultdict(int)
    for filing in sorted(filings, key=lambda filing: filing.opened_at):
        series = codes[id(filing.institution)], filing.opened_at.year
        serials[series] += 1
        filing.number = numbering.number(*series, serials[series])
