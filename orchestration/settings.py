"""The settings of an office's installation: one class, from reform.toml and the environment (REFORM_…)."""

from datetime import date
from pathlib import Path

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

import sources
from sources.limits import DEFAULT_LIMITS, Limits
from sources.vocabulary import Vocabulary
from warehouse.store import Store

SAMPLES = Path(sources.__file__).parent / "samples"


class Settings(BaseSettings):
    """Where the files lie and what the office calls things. Environment before reform.toml before these defaults."""

    model_config = SettingsConfigDict(
        env_prefix="REFORM_", env_nested_delimiter="__", toml_file="reform.toml", extra="forbid"
    )

    inbox: Path = Field(SAMPLES, description="the folder in which departments' files arrive")
    warehouse: Path = Field(Path("data/warehouse.duckdb"), description="the published database file")
    dagster_home: Path = Field(Path("data/dagster"), description="where Dagster keeps its runs and logs")
    district: str = Field("本区", min_length=1, description="the district's name, e.g. 瑶海区")
    inbox_has_district_folders: bool = Field(
        False, description="the inbox has a folder a district: a city's or a province's installation"
    )
    as_of: date | None = Field(None, description="the day as of which tasks are judged overdue; today by default")
    departments: dict[str, list[str]] = Field({}, description="the office's own departments: name -> other names")
    domains: dict[str, list[str]] = Field({}, description="the office's own reform domains: name -> other names")
    limits: Limits = Field(DEFAULT_LIMITS, description="what a file may cost to read, see sources/limits.py")
    schedule: str = Field("0 2 * * *", description="when the nightly refresh runs, as cron, in Asia/Shanghai")
    port: int = Field(3000, ge=1, le=65535, description="the loopback port of Dagster's UI")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then reform.toml in the working folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def store(self) -> Store:
        """The place of the warehouse."""
        return Store(self.warehouse)

    def vocabulary(self) -> Vocabulary:
        """The names of departments and domains, with the office's own."""
        return Vocabulary.load(self.district, self.departments, self.domains)

    def district_of(self, path: str) -> str:
        """The district whose file lies at that path of the inbox."""
        if self.inbox_has_district_folders and "/" in path:
            return path.partition("/")[0]
        return self.district

    def reading(self) -> str:
        """All that steers how files are read, as one text: when it changes, they are read anew."""
        steering = {"district", "inbox_has_district_folders", "departments", "domains", "limits"}
        return self.model_dump_json(include=steering)
