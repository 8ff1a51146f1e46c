"""How many institutions take each path: outside Beijing, and in Beijing, where the demo's officers sit."""

from __future__ import annotations

import random
from collections.abc import Callable

from demo import later_paths, paths
from demo.sizes import spread
from demo.story import Story

Path = Callable[[Story], None]

# Of 514 elsewhere and of 204 in Beijing at scale 1; only how they stand to each other counts.
SHARES: dict[Path, tuple[int, int]] = {
    paths.white_at_once: (168, 36),
    paths.white_after_rectification: (104, 20),
    paths.white_after_two_rounds: (12, 3),
    paths.white_after_rescinding: (3, 1),
    paths.white_after_clearing: (8, 2),
    paths.white_by_resolution: (4, 1),
    paths.taken_back_then_white: (4, 2),
    paths.in_public_notice: (18, 9),
    paths.rectifying_since_may: (6, 5),
    paths.rectifying: (56, 34),
    paths.rectifying_partly_answered: (18, 13),
    paths.rectifying_answered: (6, 5),
    paths.rectifying_extended: (8, 4),
    paths.rectifying_overdue: (6, 8),
    paths.rejection_in_window: (3, 2),
    paths.rejection_with_statement: (2, 2),
    paths.rejection_waiting: (2, 1),
    paths.resubmitted: (14, 12),
    paths.resubmitted_late: (3, 2),
    paths.partly_judged: (3, 3),
    paths.ready_to_accept: (4, 4),
    paths.acceptance_waiting: (4, 3),
    paths.acceptance_returned: (1, 1),
    paths.submitted_lately: (14, 16),
    paths.submitted_and_heard: (6, 8),
    paths.flagged: (5, 8),
    paths.notice_waiting: (4, 4),
    paths.notice_returned: (1, 1),
    paths.black_overdue: (7, 3),
    paths.black_inadequate: (5, 2),
    paths.black_then_filed_again: (2, 1),
    later_paths.change_accepted: (12, 4),
    later_paths.change_submitted: (10, 8),
    later_paths.change_flagged: (3, 3),
    later_paths.change_rectifying: (4, 4),
    later_paths.change_rejected: (2, 1),
    later_paths.change_drafted: (6, 3),
    later_paths.change_withdrawn: (3, 1),
    later_paths.inspection_passed: (5, 2),
    later_paths.inspection_open: (3, 3),
    later_paths.inspection_gray: (4, 3),
    later_paths.inspection_rectified: (3, 1),
    later_paths.inspection_black: (2, 1),
    later_paths.entry_corrected: (2, 1),
    later_paths.entry_ended: (3, 1),
    later_paths.entry_withdrawn: (1, 1),
    later_paths.end_proposed: (1, 1),
    later_paths.notice_suspended: (1, 1),
}
# Beside the national figures: drafts, and what was withdrawn before anybody looked.
UNCOUNTED: dict[Path, int] = {later_paths.drafted: 62, later_paths.taken_back: 5, later_paths.withdrawn: 8}


def choose(jurisdictions: list[str]) -> list[Path]:
    """A path for each institution, by the shares of its jurisdiction, shuffled."""
    rng = random.Random("paths")
    chosen: dict[bool, list[Path]] = {}
    for in_beijing in (False, True):
        count = sum((code == "11") == in_beijing for code in jurisdictions)
        counts = spread(count, [share[in_beijing] for share in SHARES.values()], least=0)
        chosen[in_beijing] = [path for path, times in zip(SHARES, counts, strict=True) for _ in range(times)]
        rng.shuffle(chosen[in_beijing])
    return [chosen[code == "11"].pop() for code in jurisdictions]


def uncounted(scale: float) -> list[Path]:
    """The paths of the institutions that come on top."""
    return [path for path, count in UNCOUNTED.items() for _ in range(round(count * scale))]
