"""The oldest transformers as a table, and all of them on the map by their age."""

import datashader as ds
import panel as pn
import panel_material_ui as pmui
import param

from app.tab import Tab
from app.widgets.export import Export
from data_sources.query import Query
from layers.layer import Layer


class Ages(Layer):
    name, title, unit = "ages", "Transformers by age", "years"
    statement, key, kind = "transformer_ages", "transformer_id", "transformer"
    reduction = ds.mean("age_years")
    tooltip = (("Transformer", "@transformer_name"), ("Feeder", "@feeder_name"), ("Age", "@age_years years"))


class TransformerAges(Tab):
    title = "Transformer ages"

    class State(param.Parameterized):
        least_years = param.Integer(default=40, bounds=(0, 80), label="At least (years)")

    def build(self):
        self.rows, self.seen = None, pmui.Typography("", variant="body2")
        self.table = pn.pane.DataFrame(index=False, sizing_mode="stretch_width")
        self.live(self.oldest, self.show)
        slider = pmui.IntSlider.from_param(self.own.param.least_years)
        side = pn.Column(slider, self.seen, self.table, Export(lambda: self.rows, "transformer_ages"), width=400)
        return pn.Row(side, self.live_map(layers=[Ages(least_years=0)]), sizing_mode="stretch_both")

    def oldest(self):
        return Query.of("transformer_ages", utility_id=self.state.utility_id, least_years=self.own.least_years)

    def show(self, rows):
        self.rows = rows.select(["transformer_name", "feeder_name", "age_years"])
        self.seen.object = f"The oldest {min(15, rows.num_rows)} of {rows.num_rows:,}; the file has all of them"
        self.table.object = self.rows.slice(0, 15).rename_columns(["Transformer", "Feeder", "Age (years)"]).to_pandas()
