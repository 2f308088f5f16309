"""Cells that label their parts with headers."""

import re
from collections.abc import Iterator, Sequence

from sources.records import Kind, RecordField

_PART_EDGES = " \n,、;。"


def _labels(field: RecordField) -> Iterator[str]:
    for header in field.headers:
        yield from {header, header.rpartition("/")[2]}


def labelled_parts(text: str, field: RecordField, siblings: Sequence[RecordField]) -> dict[str, str] | None:
    """The parts of a folded text by the name of the field whose header labels them; None when it has no label.

    What stands before the first label is part of `field`'s own.
    """
    fields = (field, *(sibling for sibling in siblings if sibling.kind is not Kind.TEXT and sibling != field))
    owners = {label: owner for owner in reversed(fields) for label in _labels(owner)}
    names = "|".join(re.escape(label) for label in sorted(owners, key=len, reverse=True))
    found = list(re.finditer(rf"(?:^|(?<=[\s,、;。/]))({names})\s*:", text))
    if not found:
        return None
    ends = [*(label.start() for label in found[1:]), len(text)]
    parts: dict[str, str] = {}
    for label, end in zip(found, ends, strict=True):
        name = owners[label[1]].name
        parts[name] = f"{parts.get(name, '')}\n{text[label.end() : end].strip(_PART_EDGES)}".strip()
    before = text[: found[0].start()].strip(_PART_EDGES)
    parts[field.name] = "\n".join(filter(None, (before, parts.get(field.name, ""))))
    return {owner.name: parts[owner.name] for owner in fields if parts.get(owner.name)}
