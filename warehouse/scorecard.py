"""What an office decides about its departments' score: the weights of the parts, and when returns are due.

How the parts are counted and added up belongs to ``transforms/reports/scorecard_parts.sql``.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field, model_validator

FULL_SCORE = 100


class Weights(BaseModel):
    """The points that each part of the score is worth when all of it is reached; they add up to 100."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    completion: float = Field(40, ge=0)
    timeliness: float = Field(20, ge=0)
    outputs: float = Field(10, ge=0)
    findings_closed: float = Field(10, ge=0)
    recognition: float = Field(10, ge=0)
    returns: float = Field(10, ge=0)

    @model_validator(mode="after")
    def _add_up(self) -> "Weights":
        weights = self.model_dump()
        total = sum(weights.values())
        if abs(total - FULL_SCORE) > 1e-6:
            named = ", ".join(f"{part} {weight:g}" for part, weight in weights.items())
            raise ValueError(f"the weights add up to {total:g}, not {FULL_SCORE}: {named}; set all that should change")
        return self


class Scorecard(BaseModel):
    """The weights, and by year the day on which its returns are due; without one no return of the year is late."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weights: Weights = Weights()
    returns_due: dict[int, date] = {}
