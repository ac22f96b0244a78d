"""A journey is a list of steps; where a person stands is computed from what they have answered.

No "current step" is stored anywhere: the frontier is the first applicable step without its
answers, so two tabs agree and a phone that died resumes on any other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

S = TypeVar("S")


def _always(state: object) -> bool:
    return True


@dataclass(frozen=True)
class Step(Generic[S]):
    """One screen. `number` is the step people see (several screens may share one, in `part`s).

    answered: whether the state holds this step's answers; one_way: once answered, no earlier
    step can be reopened.
    """

    key: str
    number: int
    answered: Callable[[S], bool]
    part: str = ""
    one_way: bool = False
    applies: Callable[[S], bool] = _always


@dataclass(frozen=True)
class Journey(Generic[S]):
    """An ordered list of steps, asked three questions: frontier, may it be opened, what follows."""

    steps: tuple[Step[S], ...]

    def path(self, state: S) -> Iterator[Step[S]]:
        """The steps that apply, in order."""
        return (step for step in self.steps if step.applies(state))

    def frontier(self, state: S) -> Step[S]:
        """The first step without its answers; the last step when all have theirs."""
        path = list(self.path(state))
        return next((step for step in path if not step.answered(state)), path[-1])

    def may_open(self, key: str, state: S) -> bool:
        """Whether the step can be shown: not past the frontier, and nothing one-way after it."""
        keys = [step.key for step in self.path(state)]
        if key not in keys:
            return False
        frontier = keys.index(self.frontier(state).key)
        wanted = keys.index(key)
        path = list(self.path(state))
        sealed_off = any(step.one_way and step.answered(state) for step in path[wanted:frontier])
        return wanted == frontier or (wanted < frontier and not sealed_off)

    def after(self, key: str, state: S) -> Step[S]:
        """The step that follows `key`; its page leads back to the frontier if it is too far."""
        path = list(self.path(state))
        keys = [step.key for step in path]
        return path[min(keys.index(key) + 1, len(path) - 1)]
