"""OutageView: what the views of Outage Management have in common."""

from __future__ import annotations

import datetime as dt

from app.desk.live_view import LiveView


class OutageView(LiveView):
    """One view of the tab."""

    def open_replay(self, from_at: dt.datetime, to_at: dt.datetime, outage_id: int | None = None) -> None:
        """Bring the view that plays outages again to the front, with a period and an outage of it.

        Args:
            from_at: beginning, naive UTC.
            to_at: end, naive UTC.
            outage_id: to be picked; None for none.
        """
        self.own.param.update(
            view="replay", replay_from=from_at, replay_to=to_at, replay_at=None, replay_outage=outage_id
        )
