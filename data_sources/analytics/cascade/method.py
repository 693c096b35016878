"""Method, limits and where the figures come from, of the cascade study, in the words of a screen; the modules say more.

The table of IEEE C57.91-2011 was checked against what others quote of it, not against the standard itself.
"""

from __future__ import annotations

from typing import Final

METHOD: Final = (
    "The network as it is switched now is cut into sections at its breakers, reclosers, sectionalisers and switches; "
    "substations feed feeders, feeders feed sections, open ties join them.",
    "A scenario multiplies every load, moves ratings with the temperature of the air, and says how much overload is "
    "borne before something trips.",
    "What fails goes dark for good. What it fed is taken over by its neighbours over ties, the nearest first; then "
    "everything that carries more than it bears trips, that nearest to the load first; and so on, wave by wave, until "
    "nothing trips.",
    "Automatic ties close without looking at the load, as loop schemes do; checked ones close only for what every "
    "element on the way can carry. What really happens lies between the two.",
    "Patient zero is ranked by betweenness, customers downstream, loading, and load that ties could not take, each "
    "shown; what then follows is simulated.",
    "Restoration takes the order with the least customer-hours for one crew (Horn 1972). Every gain of a measure is "
    "the difference between two simulations.",
)
LIMITS: Final = (
    "A study: nothing is operated, and no result is a plan for switching.",
    "No voltages, no reactive power, no losses, no protection settings; a power factor of 0.95 throughout.",
    "A section's inner lines have no limit here, only the segments with a switch on them. A substation is one bank.",
    "The transmission system neither fails nor runs short of power.",
    "Waves have no duration. Load that comes back is no higher than before (no cold load pickup).",
    "Relays know no temperature: one set in amperes trips where a study lets a cold line bear more.",
    "More capacity can make a cascade larger: a weak tie that trips at once may save the neighbour.",
)
ASSUMPTIONS: Final = (
    "A substation's rating by the temperature of the air: IEEE C57.91-2011, 6.3 and table 3, forced-air cooling, 1 % "
    "less a degree above 30 degrees C and 0.75 % more a degree below. The table goes by the mean of a day; taking the "
    "moment's temperature for it is an assumption, and so are the bounds of 0 and 50 degrees C.",
    "A line's rating by the temperature of the air: assumption. The heat balance of IEEE 738 with convection alone, "
    "conductor at 75 degrees C, rated at 40; the standard reckons with wind, sun and radiation as well.",
    "Temperature, load and overload borne of the four scenarios: assumptions, set by who ordered this program.",
    "Prices, hours and terms of investments: assumptions, each told beside its field; put your own in.",
    "The power factor of 0.95: assumption.",
)
