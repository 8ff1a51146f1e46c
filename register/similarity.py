"""How nearly a name is written, or sounds, like what was typed: for "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from register.terms import sound_of
from register.wording import compact, without_legal_form

# Below this a suggestion would only confuse.
_LEAST = 0.6
# And this far behind the best one it would only distract.
_BEHIND = 0.1


def closest(text: str, candidates: Iterable[tuple[int, str, str]], at_most: int) -> list[int]:
    """The ids of the candidates (id, brand, name) most like the text, best first."""
    scored = sorted(((-max(likeness(text, brand), likeness(text, name)), pk) for pk, brand, name in candidates))
    least = max(_LEAST, -scored[0][0] - _BEHIND) if scored else 1
    return [pk for score, pk in scored[:at_most] if -score >= least]


def likeness(text: str, name: str) -> float:
    """From 0 to 1, the better of how they are written and how they sound."""
    written = _ratio(compact(text), compact(without_legal_form(compact(name))))
    return max(written, _ratio(sound_of(text), sound_of(name)) * 0.98)


def _ratio(first: str, second: str) -> float:
    if not first or not second:
        return 0.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
