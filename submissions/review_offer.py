"""Which reports of a list may be accepted in one action, on whichever of its pages they stand."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from submissions.models import Status
from submissions.review_matrix import Looked, questions_asked, words_given
from submissions.standings import Standing

AT_ONCE = 500
"""So many one request takes; the page's script sends fewer at a time."""


@dataclass(frozen=True, slots=True)
class Offer:
    """`plain`: nothing about them needs a look, as far as is known; `left`: they wait for the person too, and
    something does."""

    plain: list[Standing]
    left: list[Standing]

    @property
    def first(self) -> list[Standing]:
        """What a page without script sends."""
        return self.plain[:AT_ONCE]

    @property
    def rest(self) -> list[Standing]:
        return self.plain[AT_ONCE:]


def needs_no_look(one: Standing, looked: Looked | None, mine: AbstractSet[int]) -> bool:
    """Sent to one of `mine`, signed where that is asked, by the unit itself, with no word and no question."""
    is_mine = one.is_ready and one.recipient in mine
    return is_mine and not words_given(one, looked) and not questions_asked(one, looked)


def offer_of(
    listed: Iterable[Standing], *, whole: Looked | None, page: Looked, mine: AbstractSet[int]
) -> Offer:
    """Of a list on all its pages. `page`: what is known of the units of the page looked at beside `whole`."""
    waiting = [one for one in listed if one.status == Status.SUBMITTED and one.recipient in mine]
    plain = [one for one in waiting if needs_no_look(one, whole, mine) and not questions_asked(one, page)]
    taken = {one.report for one in plain}
    return Offer(plain, [one for one in waiting if one.report not in taken])
