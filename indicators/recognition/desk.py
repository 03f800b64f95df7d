"""Doubts: what recognition does not decide alone. Asked once for all places with the same question.

Recognition asks at the desk and goes on with the answer, or with nothing: a choice nobody made leaves the
thing undecided. It runs again with the answers given since, so answers need no code of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a doubt stands: `about` a key ("t1/:c6", "t1/r09:", ""), `cell` of Excel, `name` as printed."""

    about: str
    cell: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: `code` has its sentence in `words.py`, filled with `text`."""

    value: str
    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question. `proposal` is the likely answer's value, or ""; `answers` by spot, "" while open."""

    key: str
    code: str
    spots: tuple[Spot, ...]
    choices: tuple[Choice, ...]
    proposal: str = ""
    text: str = ""
    answers: tuple[str, ...] = ()
    is_free: bool = False

    @property
    def is_open(self) -> bool:
        return "" in self.answers


@dataclass
class _Question:
    code: str
    choices: tuple[Choice, ...]
    proposal: str
    text: str
    is_free: bool
    spots: list[Spot] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)


class Desk:
    """Collects the doubts of one recognition. `answers`: a doubt's key, or "key@about" for one spot."""

    def __init__(self, answers: Mapping[str, str] | None = None) -> None:
        self._answers = dict(answers or {})
        self._questions: dict[str, _Question] = {}

    def ask(
        self,
        code: str,
        spot: Spot,
        choices: Sequence[Choice],
        *,
        group: str = "",
        proposal: str = "",
        text: str = "",
        is_free: bool = False,
    ) -> str:
        """The value that was chosen for the spot; "" while nobody has.

        Spots of one `code`, `group`, choices and proposal are one question, and a spot is asked about once.
        `is_free`: words of one's own are an answer too.
        """
        number, prefix = 1, ":".join(part for part in (code, group) if part)
        key = prefix
        while (held := self._questions.get(key)) is not None and not _same(held, choices, proposal, text):
            number += 1
            key = f"{prefix}:{number}"
        question = self._questions.setdefault(key, _Question(code, tuple(choices), proposal, text, is_free))
        answer = self._answers.get(f"{key}@{spot.about}", self._answers.get(key, ""))
        if not is_free and answer not in {choice.value for choice in choices}:
            answer = ""
        if spot not in question.spots:
            question.spots.append(spot)
            question.answers.append(answer)
        return answer

    def said(self, key: str) -> str:
        """What was answered to a question that is asked later on; "" while nobody has."""
        return self._answers.get(key, "")

    def doubts(self) -> tuple[Doubt, ...]:
        """In the order they were met."""
        return tuple(
            Doubt(
                key,
                question.code,
                tuple(question.spots),
                question.choices,
                question.proposal,
                question.text,
                tuple(question.answers),
                question.is_free,
            )
            for key, question in self._questions.items()
        )


def _same(held: _Question, choices: Sequence[Choice], proposal: str, text: str) -> bool:
    return (held.choices, held.proposal, held.text) == (tuple(choices), proposal, text)
