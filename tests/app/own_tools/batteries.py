"""Batteries and their charge, as a table and for the assistant."""

import panel as pn
from pydantic import BaseModel

from app.assistant.answering import counted, result_of
from app.assistant.name_kinds import NameKind
from app.assistant.rows import limited, ordered, where
from app.assistant.tools import NameText, RankedRows, Tool, ToolQuantity
from app.tab import Tab
from app.widgets.column import Column
from data_sources.query import Query

NAME, PCT = Column("name", "Battery"), Column("charge_pct", "Charge", "number", 0, "%")
CHARGE = ToolQuantity("charge_pct", ("charge", "state of charge", "full"), PCT, worst="least")


class BatteryOf(BaseModel):
    name: NameText
    quantity: str = "charge_pct"


def battery(context, args):
    return result_of(context, args.name, where(context.live("batteries"), name=args.name), (NAME, PCT))


class BatteriesBy(RankedRows):
    by: str = "charge_pct"


def batteries(context, args):
    rows = limited(context.live("batteries"), "charge_pct", args.above, args.below)
    if args.is_count:
        return result_of(context, "Batteries", counted(rows), (Column("how_many", "Number", "count"),))
    return result_of(context, "Batteries", ordered(rows, "charge_pct", args.order, args.n), (NAME, PCT))


class Batteries(Tab):
    title = "Batteries"
    kinds = (NameKind("battery", "batteries", words=("bess",), next=("charge of {0}",)),)
    tools = (
        Tool("battery", "Charge of a battery.", BatteryOf, battery, "row", ("battery",), (CHARGE,)),
        Tool("batteries", "Batteries by charge.", BatteriesBy, batteries, "filter", ("battery",), (CHARGE,)),
    )

    def build(self):
        table = pn.pane.DataFrame()
        self.live(lambda: Query.of("batteries"), lambda rows: setattr(table, "object", rows.to_pandas()))
        return table
