"""What a transformer's temperatures depend on, with the published sets for distribution transformers.

No standard has a row each for pole-top and pad-mounted transformers. What is taken from where stands in `source` of
each set; a transformer whose nameplate or heat run is known takes its own values with `dataclasses.replace`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final

WARM_C: Final = 110.0  # IEEE C57.91: hot spot of normal life expectancy
HOT_C: Final = 140.0  # IEEE C57.91, clause 8: bubbles may form above
EXPONENTS = {"ONAN": (0.8, 0.8), "ONAF": (0.9, 0.8), "OFAF": (0.9, 0.8), "ODAF": (1.0, 1.0)}
"""n of the oil and m of the winding by class of cooling: IEEE C57.91-2011, clause 7, table of exponents."""


@dataclass(frozen=True, slots=True)
class ThermalConstants:
    """The constants of one type of transformer, in the symbols of IEC 60076-7, clause 8.2.

    Attributes:
        source: where the values come from, for people.
        oil_rise_k: top oil over ambient at rated load, steady (delta theta or).
        gradient_k: hot spot over top oil at rated load, steady (H times gr).
        loss_ratio: load losses at rated load over no-load losses (R).
        oil_exponent: of the losses (x; n of IEEE).
        winding_exponent: of the load (y; twice m of IEEE).
        oil_minutes: time constant of the oil at rated load (tau o).
        winding_minutes: time constant of the winding (tau w).
        k11: stretches the oil's time constant.
        k21: the gradient overshoots by it before the oil has begun to circulate; 1: it does not.
        k22: stretches the winding's time constant, and shortens the oil's in the overshoot.
        is_ambient_lagged: a change of ambient reaches the top oil with the oil's time constant (IEC, equation of the
            heat balance); else at once, as clause 7 of IEEE C57.91 adds it.
        is_oil_corrected: the oil's time constant follows the rise, as clause 7 of IEEE C57.91 has it where the exponent
            is not 1; not together with a lagged ambient.
        is_upgraded: the paper is thermally upgraded, else normal Kraft.
    """

    source: str
    oil_rise_k: float
    gradient_k: float
    loss_ratio: float
    oil_exponent: float
    winding_exponent: float
    oil_minutes: float
    winding_minutes: float
    k11: float = 1.0
    k21: float = 1.0
    k22: float = 1.0
    is_ambient_lagged: bool = True
    is_oil_corrected: bool = False
    is_upgraded: bool = True

    def __post_init__(self) -> None:
        """Refuse what no transformer has.

        Raises:
            ValueError: naming the value.
        """
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, (int, float)) and not isinstance(value, bool) and not 0 < value < float("inf"):
                raise ValueError(f"{field.name} of a transformer's thermal constants must be above 0, not {value}")
        if self.k21 < 1:
            raise ValueError(f"k21 of a transformer's thermal constants must be 1 or more, not {self.k21}")
        if self.is_oil_corrected and self.is_ambient_lagged:
            raise ValueError("a transformer's oil is corrected by its rise over ambient: no ambient may lag with it")


def ieee_constants(
    source: str, cooling: str, *, oil_rise_k: float, hot_spot_rise_k: float, loss_ratio: float, oil_minutes: float,
    winding_minutes: float, is_upgraded: bool = True,
) -> ThermalConstants:  # fmt: skip
    """Constants for IEEE C57.91-2011, clause 7.

    Args:
        source: where the values come from.
        cooling: ONAN, ONAF, OFAF or ODAF.
        oil_rise_k: top oil over ambient at rated load.
        hot_spot_rise_k: hot spot over AMBIENT at rated load, as American nameplates have it.
        loss_ratio: load losses at rated load over no-load losses.
        oil_minutes: time constant of the oil at rated load.
        winding_minutes: time constant of the winding.
        is_upgraded: the paper is thermally upgraded.

    Raises:
        ValueError: for another class of cooling, and for values that no transformer has.
    """
    if cooling not in EXPONENTS:
        raise ValueError(f"cooling must be one of {', '.join(EXPONENTS)}, not {cooling}")
    oil_exponent, winding_exponent = EXPONENTS[cooling]
    return ThermalConstants(
        source, oil_rise_k, hot_spot_rise_k - oil_rise_k, loss_ratio, oil_exponent, 2 * winding_exponent, oil_minutes,
        winding_minutes, is_ambient_lagged=False, is_oil_corrected=oil_exponent != 1, is_upgraded=is_upgraded,
    )  # fmt: skip


IEC_DISTRIBUTION = ThermalConstants(
    "x, y, k11, k21, k22 and both time constants: IEC 60076-7, table of recommended thermal characteristics,"
    " distribution transformers, ONAN; rises and R = 5: IEC 60354:1991, table 2, distribution transformers (98 °C at"
    " 20 °C, H = 1.1)",
    oil_rise_k=55, gradient_k=23, loss_ratio=5, oil_exponent=0.8, winding_exponent=1.6, oil_minutes=180,
    winding_minutes=4, k11=1.0, k21=1.0, k22=2.0, is_upgraded=False,
)  # fmt: skip

POLE_TOP = ieee_constants(
    "limits of a 65 °C rise transformer, 65 K of top oil and 80 K of hot spot: IEEE C57.12.00; the oil's 2 h and both"
    " exponents: OpenDSS, defaults of Transformer (thermal, n, m, flrise, hsrise); R = 5 and the winding's 4 minutes:"
    " IEC 60354:1991 and IEC 60076-7, distribution transformers",
    "ONAN", oil_rise_k=65, hot_spot_rise_k=80, loss_ratio=5, oil_minutes=120, winding_minutes=4,
)  # fmt: skip

PAD_MOUNT = replace(
    POLE_TOP,
    source=POLE_TOP.source
    + "; but the oil's 180 minutes: IEC 60076-7, distribution transformers (more oil for each kVA)",
    oil_minutes=180,
)

_SUBSTATION_SOURCE = (
    "limits of a 65 °C rise transformer, 65 K of top oil and 80 K of hot spot: IEEE C57.12.00; x, y, k11, k21, k22 and"
    " both time constants: IEC 60076-7, table of recommended thermal characteristics, medium and large power"
    " transformers, {cooling}; R = 6: IEC 60354:1991, table 2, medium and large power transformers"
)
# Of IEC 60076-7 by class of cooling: x, y, tau o, tau w, k11, k21, k22.
_SUBSTATION_ROWS = {
    "ONAN": (0.8, 1.3, 210, 10, 0.5, 2.0, 2.0),
    "ONAF": (0.8, 1.3, 150, 7, 0.5, 2.0, 2.0),
    "OFAF": (1.0, 1.3, 90, 7, 1.0, 1.3, 1.0),
    "ODAF": (1.0, 2.0, 90, 7, 1.0, 1.0, 1.0),
}


def substation_constants(cooling: str) -> ThermalConstants:
    """Constants of a substation transformer (IEC 60076-7, medium and large power transformers).

    Args:
        cooling: ONAN, ONAF, OFAF or ODAF.

    Raises:
        ValueError: for another class of cooling.
    """
    if cooling not in _SUBSTATION_ROWS:
        raise ValueError(f"cooling must be one of {', '.join(_SUBSTATION_ROWS)}, not {cooling}")
    oil_exponent, winding_exponent, oil_minutes, winding_minutes, k11, k21, k22 = _SUBSTATION_ROWS[cooling]
    return ThermalConstants(
        _SUBSTATION_SOURCE.format(cooling=cooling), oil_rise_k=65, gradient_k=15, loss_ratio=6,
        oil_exponent=oil_exponent, winding_exponent=winding_exponent, oil_minutes=oil_minutes,
        winding_minutes=winding_minutes, k11=k11, k21=k21, k22=k22,
    )  # fmt: skip
