"""What an office has settled about its exports, for the modules that write them."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

NAME = "{district}委改革办"
REPORT_TEMPLATE = Path(__file__).with_name("draft_report.docx")


@dataclass(frozen=True, slots=True)
class Office:
    """The office's own choices.

    name: what it calls itself, {district} standing for the district's name; report_template: the Word file that the
    draft report fills.
    """

    name: str = NAME
    report_template: Path = REPORT_TEMPLATE

    def name_in(self, district: str) -> str:
        """What the office of a district is called: of one whose name nobody has set (本区), simply 区委改革办."""
        return self.name.replace("{district}", district.removeprefix("本"))

    def version(self, refresh_id: str) -> str:
        """What all files are made of: the published version, and what the office has changed."""
        template = b""
        with suppress(OSError):  # a template that cannot be read fails the report, and says so there
            template = self.report_template.read_bytes()
        return hashlib.sha256(f"{refresh_id}\n{self.name}\n".encode() + template).hexdigest()
