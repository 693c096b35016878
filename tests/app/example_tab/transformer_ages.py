"""The oldest transformers that carry too much right now, as a table and on a map."""

import panel as pn
import panel_material_ui as pmui

from app.tab import Tab
from data_sources.query import Query
from layers.built_in.transformers import Transformers
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters


class TransformerAges(Tab):
    title = "Transformer ages"

    def build(self):
        self.least = pmui.IntSlider(label="Loaded at least (%)", start=0, end=150, value=60)
        self.table = pn.pane.DataFrame(index=False, sizing_mode="stretch_width")
        self.map = pn.pane.HoloViews(sizing_mode="stretch_both")
        self.live(self.oldest, self.show)
        scene = Scene(Snapshot(self.state.utility_id), filters=MapFilters(load=frozenset({"high", "over"})))
        self.work(lambda: Transformers().to_geoviews(self.sources.live, scene=scene), self.draw)
        return pn.Row(pn.Column(self.least, self.table, width=440), self.map, sizing_mode="stretch_both")

    def draw(self, element):
        self.map.object = element

    def oldest(self):
        return Query.of("transformer_ages", utility_id=self.state.utility_id, min_load_pct=self.least.value)

    def show(self, rows):
        self.table.object = rows.rename_columns(["Transformer", "Feeder", "Installed", "Load (%)"]).to_pandas().round(1)
