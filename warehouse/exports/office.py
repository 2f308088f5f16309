"""What an office has settled about its exports, for the modules that write them."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

REPORT_TEMPLATE = Path(__file__).with_name("draft_report.docx")


@dataclass(frozen=True, slots=True)
class Office:
    """The office's own choices. report_template: the Word file that the draft report fills."""

    report_template: Path = REPORT_TEMPLATE

    def version(self, refresh_id: str) -> str:
        """What all files are made of: the published version, and what the office has changed."""
        template = b""
        with suppress(OSError):  # a template that cannot be read fails the report, and says so there
            template = self.report_template.read_bytes()
        return hashlib.sha256(refresh_id.encode() + template).hexdigest()
