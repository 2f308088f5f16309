"""What Dagster loads: the definitions for the settings of this installation."""

from orchestration.build import build_definitions
from orchestration.settings import Settings

defs = build_definitions(Settings())
