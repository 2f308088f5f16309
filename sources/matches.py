"""What a header is found to mean: the field, how surely, and its part in a field that several columns have."""

from dataclasses import dataclass
from enum import StrEnum

from sources.records import RecordField

GUESS = 9
"""The level of a match by likeness: worse than every exact one."""


Path = tuple[str, ...]
"""The folded labels above a column, from the top down."""


@dataclass(frozen=True, slots=True)
class Match:
    """The field that a header means. level: 0 for the whole path, more for less of it, GUESS when only alike.

    option: the choice that a tick in this column stands for, as its header says it; None for a column of values.
    share: of a column that has its field together with others, which it is; None for one that has it alone.
    """

    field: RecordField
    level: int
    rank: int
    option: str | None = None
    share: "Share | None" = None

    @property
    def order(self) -> tuple[int, int]:
        """Matches in the order of their worth, best first."""
        return (self.level, self.rank)


class Together(StrEnum):
    """What columns that share a field say of a record together."""

    LAST = "last"
    DECIDING = "deciding"
    CERTAIN = "certain"
    FIRST = "first"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Share:
    """The part that a column has in a field that it shares. order: of the columns, by period, else from left to right.

    is_of_period: whether the columns differ by the period of the year that their headers name.
    """

    order: tuple[int, int]
    together: Together
    is_of_period: bool


Claims = dict[int, tuple[Match, ...]]
Options = dict[int, Match]

Periods = dict[int, tuple[int, Path]]
"""By column the end of the period that its labels name, to sort by, and the other labels."""
