"""Files as an office program shows and prints them: LibreOffice opens them, poppler reads what it has printed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FONTS = Path(__file__).with_name("fonts.conf")
PROGRAMS = ("soffice", "pdftotext", "pdfinfo")


def need_programs() -> None:
    """Skip where LibreOffice or poppler are missing; fail there when they are required, as .ci/run does."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing and "REQUIRE_LIBREOFFICE" in os.environ:
        pytest.fail(f"{', '.join(missing)} not installed: .ci/run says from which packages they come")
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed")


def converted(file: Path, form: str, folder: Path) -> Path:
    """The file in another format, by LibreOffice with a profile of its own."""
    need_programs()
    profile = (folder / "profile").resolve().as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", form, "--outdir", folder, file],
        env=os.environ | {"FONTCONFIG_FILE": str(FONTS)},
        check=True,
        capture_output=True,
        timeout=120,
    )
    (made,) = folder.glob(f"{file.stem}.{form}")
    return made


def pages(pdf: Path) -> list[str]:
    """The text of each page without spaces, which a program that lays out text sets as it likes."""
    told = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True)
    return ["".join(page.split()) for page in told.stdout.split("\f")[:-1]]
