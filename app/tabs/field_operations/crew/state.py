"""What the view of a crew keeps in the address: which one, so that a phone opens its own."""

from __future__ import annotations

import param


class CrewState(param.Parameterized):
    """Its own choice."""

    crew = param.Integer(default=None, allow_None=True, bounds=(0, None), doc="Crew shown. Writer: its list.")
