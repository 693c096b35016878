"""How often things fail and how long it takes to mend them, where nobody says it of a thing itself."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, NonNegativeFloat


class FailureRates(BaseModel):
    """Averages; the defaults are the Roy Billinton Test System's at 11 kV (Allan et al. 1991).

    Attributes:
        overhead_failures_per_km_year: of overhead line.
        overhead_repair_h: of such a failure.
        underground_failures_per_km_year: of cable.
        underground_repair_h: of such a failure.
        switching_h: until a failure is cut off and customers are switched over.
        transformer_failures_per_year: of one transformer.
        transformer_repair_h: until a failed one is repaired or replaced.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    overhead_failures_per_km_year: NonNegativeFloat = 0.065
    overhead_repair_h: NonNegativeFloat = 5.0
    underground_failures_per_km_year: NonNegativeFloat = 0.04
    underground_repair_h: NonNegativeFloat = 30.0
    switching_h: NonNegativeFloat = 1.0
    transformer_failures_per_year: NonNegativeFloat = 0.015
    transformer_repair_h: NonNegativeFloat = 10.0

    def but(self, said: dict[str, float]) -> FailureRates:
        """These, but for what a person says otherwise."""
        return FailureRates(**(self.model_dump() | said))
