"""The settings: what a file may cost, from reform.toml and the environment, with mistakes told."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from orchestration.settings import Settings
from sources.limits import DEFAULT_LIMITS


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_limits_come_from_the_file_and_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("reform.toml").write_text("[limits]\nmax_cells = 5\n")
    monkeypatch.setenv("REFORM_LIMITS__SECONDS", "7")
    limits = Settings().limits
    assert (limits.max_cells, limits.seconds, limits.max_sheets) == (5, 7.0, DEFAULT_LIMITS.max_sheets)


@pytest.mark.parametrize("mistake", ["max_cels = 5", "max_cells = 0", 'seconds = "long"'])
def test_a_mistaken_limit_is_told(mistake: str) -> None:
    Path("reform.toml").write_text(f"[limits]\n{mistake}\n")
    with pytest.raises(ValidationError):
        Settings()


def test_other_limits_make_files_be_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Settings().reading()
    monkeypatch.setenv("REFORM_LIMITS__MAX_CELLS", "5")
    assert Settings().reading() != before
