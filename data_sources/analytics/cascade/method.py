"""Method and limits of the cascade study in the words that a screen shows; the modules say more."""

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
    "Ratings by temperature are rules of thumb for lines and forced-air transformers; relays know no temperature.",
    "Costs and hours are parameters, assumed until you put your own in.",
    "More capacity can make a cascade larger: a weak tie that trips at once may save the neighbour.",
)
