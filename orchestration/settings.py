"""The settings of an office's installation: one class, from reform.toml and the environment (REFORM_…)."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

import sources
from orchestration.alerts.settings import Alerts
from sources.header_words import HeaderWords, Pin
from sources.limits import DEFAULT_LIMITS, Limits
from sources.surroundings import PathTold, told_by_path
from sources.vocabulary import Vocabulary
from warehouse.exports.office import NAME, REPORT_TEMPLATE, Office
from warehouse.scorecard import Scorecard
from warehouse.store import MEMORY, Store

SAMPLES = Path(sources.__file__).parent / "samples"
ABOUT_SAMPLES = SAMPLES.with_suffix(".toml")
TIME_ZONE = "Asia/Shanghai"


class Settings(BaseSettings):
    """Where the files lie and what the office calls things. Environment before reform.toml before these defaults."""

    model_config = SettingsConfigDict(
        env_prefix="REFORM_", env_nested_delimiter="__", toml_file="reform.toml", extra="forbid"
    )

    inbox: Path = Field(SAMPLES, description="the folder in which departments' files arrive")
    warehouse: Path = Field(Path("data/warehouse.duckdb"), description="the published database file")
    versions_kept: int = Field(3, ge=0, le=1000, description="how many versions published before are kept")
    exports: Path = Field(Path("data/exports"), description="where all that goes out to people is written")
    dagster_home: Path = Field(Path("data/dagster"), description="where Dagster keeps its runs and logs")
    district: str = Field("本区", min_length=1, description="the district's name, e.g. 瑶海区")
    inbox_has_district_folders: bool = Field(
        False, description="the inbox has a folder a district: a city's or a province's installation"
    )
    as_of: date | None = Field(
        None, description="the day as of which tasks are judged overdue; today by default, for the samples their own"
    )
    departments: dict[str, list[str]] = Field({}, description="the office's own departments: name -> other names")
    domains: dict[str, list[str]] = Field({}, description="the office's own reform domains: name -> other names")
    headers: dict[str, dict[str, list[str]]] = Field(
        {}, description="the office's own headers: record type -> field -> headers"
    )
    pins: list[Pin] = Field([], description="what headers mean in the files of one sender, by a pattern of paths")
    limits: Limits = Field(DEFAULT_LIMITS, description="what a file may cost to read, see sources/limits.py")
    office_name: str = Field(
        NAME, min_length=1, description="what the office calls itself; {district} stands for the district's name"
    )
    report_template: Path = Field(
        REPORT_TEMPLATE, description="the Word file that the draft report fills; the office may change it"
    )
    scorecard: Scorecard = Field(Scorecard(), description="the weights of the score, see warehouse/scorecard.py")
    memory: str = Field(
        MEMORY, description="how much memory the database takes while it is built, before it works on disk"
    )
    alerts: Alerts = Field(Alerts(), description="who is told how a refresh ended, see orchestration/alerts/")
    schedule: str = Field("0 2 * * *", description="when the nightly refresh runs, as cron, in Asia/Shanghai")
    port: int = Field(3000, ge=1, le=65535, description="the loopback port of Dagster's UI")

    @field_validator("headers")
    @classmethod
    def _headers_are_of_known_fields(cls, headers: dict[str, dict[str, list[str]]]) -> dict[str, dict[str, list[str]]]:
        HeaderWords.load(headers, [])
        return headers

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
        return Store(self.warehouse, self.versions_kept)

    @property
    def feedback(self) -> Path:
        """The folder of the feedback workbooks; each refresh makes it hold what is open then, and no more."""
        return self.exports / "feedback"

    @property
    def templates(self) -> Path:
        """The folder of the blank workbooks."""
        return self.exports / "templates"

    def office(self) -> Office:
        """What this office has settled about its exports."""
        return Office(self.office_name, self.report_template)

    def judged_as_of(self) -> date:
        """The day as of which tasks are judged: the one that is set; else that of the samples' returns; else today."""
        if self.as_of is not None:
            return self.as_of
        if self.inbox.resolve() == SAMPLES.resolve():
            declared: date = tomllib.loads(ABOUT_SAMPLES.read_text("utf-8"))["as_of"]
            return declared
        return datetime.now().astimezone().date()

    def vocabulary(self) -> Vocabulary:
        """The names of departments and domains and the headers, with the office's own."""
        usual = Vocabulary.load(self.district, self.departments, self.domains)
        return replace(usual, header_words=HeaderWords.load(self.headers, self.pins))

    def district_of(self, path: str) -> str:
        """The district whose file lies at that path of the inbox."""
        if self.inbox_has_district_folders and "/" in path:
            return path.partition("/")[0]
        return self.district

    def paths(self) -> Callable[[str], PathTold]:
        """What a path of the inbox tells of the tables in its file."""
        vocabulary = self.vocabulary()
        return lambda path: told_by_path(self.district_of(path), path, vocabulary)

    def reading(self) -> str:
        """All that steers how files are read, as one text: when it changes, they are read anew."""
        steering = {"district", "inbox_has_district_folders", "departments", "domains", "headers", "pins", "limits"}
        return self.model_dump_json(include=steering)
