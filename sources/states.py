"""Columns that all say the state of their row, as 完成情况 and 是否销号 do: which of them says it, and which denies it.

That columns say one state together is found by ``headers``; what one cell means belongs to ``values``.
"""

from collections.abc import Sequence

from sources.records import RecordField
from sources.rows import Doubt, RawValue
from sources.values import exact_choice, quoted, raw_text

_YES = "是"


def state_among(told: Sequence[tuple[str, RawValue]], declared: RecordField) -> tuple[int, Doubt | None]:
    """The position of the first of the contents of a row that is a state for certain, else of the first at all.

    told: the columns' headers with the contents, the one whose header says the most of the state first. The doubt names
    another column that says 否 to it: what is neither done nor denied may go by several states.
    """
    states = [exact_choice(content, declared) for _, content in told]
    first = next((at for at, state in enumerate(states) if state is not None), 0)
    done = exact_choice(_YES, declared)
    others = (at for at, state in enumerate(states) if state is not None and (state == done) != (states[first] == done))
    denying = next(others, None)
    if denying is None:
        return first, None
    (header, text), (other, denied) = told[first], told[denying]
    message = (
        f"“{header}”一栏为{quoted(raw_text(text))},“{other}”一栏为{quoted(raw_text(denied))},两栏不一致,"
        f"按“{header}”一栏读取;请核对后改为一致"
    )
    return first, Doubt("states_disagree", message)
