"""What many tests share: the warehouse of the samples, refreshed once."""

from pathlib import Path

import pytest
from hypothesis import settings

from orchestration.settings import Settings
from tests.workbooks import refreshed

# How long an example takes says more of the machine than of the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def sample_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The published warehouse of the samples; read it only."""
    return refreshed(tmp_path_factory.mktemp("samples"), as_of=None)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty inbox."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder
