"""Cells that label their parts with headers."""

import re
from collections.abc import Sequence
from functools import lru_cache

from sources.records import Kind, RecordField

_SHARE_OF = re.compile(r"^(牵头|主办|配合|协办|协助|参与)(?:单位|部门)$")
_EDGES = " \n,、;。"


def labelled_parts(text: str, field: RecordField, siblings: Sequence[RecordField]) -> dict[str, str] | None:
    """The parts of a folded text by the name of the field whose header labels them; None when it has no label.

    What stands before the first label is part of `field`'s own.
    """
    fields = (field, *(sibling for sibling in siblings if sibling.kind is not Kind.TEXT and sibling != field))
    owners, pattern = _labels(tuple((owner.name, owner.headers) for owner in fields))
    found = list(pattern.finditer(text))
    if not found:
        return None
    ends = [*(label.start() for label in found[1:]), len(text)]
    parts: dict[str, str] = {}
    for label, end in zip(found, ends, strict=True):
        name = owners["".join(label[1].split())]
        parts[name] = f"{parts.get(name, '')}\n{text[label.end() : end].strip(_EDGES)}".strip()
    before = text[: found[0].start()].strip(_EDGES)
    parts[field.name] = "\n".join(filter(None, (before, parts.get(field.name, ""))))
    return {owner.name: parts[owner.name] for owner in fields if parts.get(owner.name)}


@lru_cache(maxsize=256)
def _labels(headers: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[dict[str, str], re.Pattern[str]]:
    """Every label to the name of its field, and the pattern that finds labels (牵 头 单 位 too)."""
    owners = {
        label: name
        for name, written in reversed(headers)
        for header in written
        for label in (header, header.rpartition("/")[2], _SHARE_OF.sub(r"\1", header))
    }
    spaced = (r"\s*".join(map(re.escape, label)) for label in sorted(owners, key=len, reverse=True))
    return owners, re.compile(rf"(?:^|(?<=[\s,、;。/]))({'|'.join(spaced)})\s*:")
