"""An isolation study in words: the lines of a switching sheet, with the names of devices, feeders and places."""

from __future__ import annotations

from dataclasses import dataclass

from data_sources.analytics.isolation.study import (
    IsolationStudy,
    Purpose,
    SwitchingStep,
    Unserved,
    UnservedReason,
)
from data_sources.network.graph import Network

PURPOSES: dict[Purpose, str] = {
    "isolate above": "isolate the fault from its supply",
    "close again": "give back supply above the fault",
    "isolate below": "isolate the fault from what hangs below",
    "split": "part the load between ties",
    "pick up": "feed what hangs behind it from the other side",
}
REASONS: dict[UnservedReason, str] = {
    "faulted": "in the faulted section, until the repair",
    "no tie": "no tie from a feeder with supply leads there",
    "capacity": "no feeder beyond a tie has that much to spare",
    "loading": "a line on the way would be loaded above its rating",
    "voltage": "the voltage would fall below the range kept",
}


DARK = "nobody has supply"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line: do this, and this is how things stand then.

    Attributes:
        number: from 1 on.
        device_id: of the device to operate; -1 for a feeder's source where no device is modelled.
        action: what to do with it.
        device: its kind and name.
        purpose: what for.
        restored: customers back by it.
        out: customers still out after it.
        feeder: the heaviest feeder after it, with its load and limit.
        line: the heaviest line after it.
        instruction: what to do and what for.
        outcome: customers back by it and still out, and the heaviest feeder after it.
        voltage: the lowest voltage of a customer with supply, with the base it is told on.
    """

    number: int
    device_id: int
    action: str
    device: str
    purpose: str
    restored: int
    out: int
    feeder: str
    line: str
    instruction: str
    outcome: str
    voltage: str


def switching_sheet(network: Network, study: IsolationStudy) -> tuple[SheetLine, ...]:
    """The steps of a study in words."""
    return tuple(_line(network, number, step) for number, step in enumerate(study.steps, start=1))


def unserved_in_words(network: Network, study: IsolationStudy) -> tuple[str, ...]:
    """Who stays out and why, a sentence each."""
    return tuple(_left(network, one) for one in study.unserved)


def _line(network: Network, number: int, step: SwitchingStep) -> SheetLine:
    heaviest = max(step.loads, key=lambda load: load.load_kw / load.limit_kw if load.limit_kw > 0 else 0.0)
    name = str(network.rows.feeders["feeder_name"][heaviest.feeder])
    feeder = f"{name} carries {heaviest.load_kw:,.0f} of {heaviest.limit_kw:,.0f} kW that it may"
    device, purpose = device_in_words(network, step.device), PURPOSES[step.purpose]
    lowest = f"{step.lowest_voltage_pct:.1f} % of nominal at the lowest" if step.lowest_node >= 0 else DARK
    return SheetLine(
        number=number,
        device_id=int(network.devices.ids[step.device]) if step.device >= 0 else -1,
        action=step.action,
        device=device,
        purpose=purpose,
        restored=step.customers_restored,
        out=step.customers_out,
        feeder=feeder,
        line=f"{step.highest_loading_pct:.0f} % of its rating on the heaviest line",
        instruction=f"{step.action.capitalize()} {device}: {purpose}.",
        outcome=f"{_customers(step.customers_restored)} back, {step.customers_out:,} still out; {feeder}.",
        voltage=lowest,
    )


def _customers(count: int) -> str:
    return "1 customer" if count == 1 else f"{count:,} customers"


def _left(network: Network, one: Unserved) -> str:
    return f"{_customers(one.customers)} behind {device_in_words(network, one.device)}: {REASONS[one.reason]}."


def device_in_words(network: Network, device: int) -> str:
    """Kind and name of a device by its row; -1 is the feeder's source."""
    if device < 0:
        return "the feeder's source"
    return f"{network.devices['kind'][device]} {network.devices['device_name'][device]}"
