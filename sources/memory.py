"""Remembering what was found out of short texts: senders share forms, names, states and titles, and programs parts.

What is found out belongs elsewhere; here is only how much of it is kept. Long texts differ from file to file, and
would fill the memory that a worker is allowed.
"""

from collections.abc import Callable, Sized
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def remembering(most: int, longest: int) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Let a function of a text, and of whatever else can be hashed, remember its answers.

    most: how many. longest: the length of the longest text of which an answer is remembered.
    """

    def remember(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        remembered = lru_cache(maxsize=most)(function)

        @wraps(function)
        def answer(*asked: Asked.args, **_: Asked.kwargs) -> Answer:
            text = cast(Sized, asked[0])
            return remembered(*asked) if len(text) <= longest else function(*asked)  # type: ignore[call-arg]

        return answer

    return remember
