"""The Roy Billinton Test System's bus 2 as a network file: its published data stand in rbts_bus2.json beside this."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DATA: dict[str, Any] = json.loads((HERE / "rbts_bus2.json").read_text())
NETWORK = HERE / "rbts_bus2_network.json"  # what anybody may hand to `fluxops reliability predict`


def network() -> dict[str, Any]:
    """The published data in the terms of a network file."""
    return {
        "name": "RBTS bus 2",
        "rates": {
            "overhead_failures_per_km_year": DATA["line_failure_rate_per_km_year"],
            "overhead_repair_h": DATA["line_repair_h"],
            "switching_h": DATA["switching_h"],
            "transformer_failures_per_year": DATA["transformer_failure_rate_per_year"],
            "transformer_repair_h": DATA["transformer_repair_h"],
        },
        "feeders": [_feeder(name, sections) for name, sections in DATA["feeders"].items()],
        "ties": [{"from": f"M{sections[-1]['main_section']}"} for sections in DATA["feeders"].values()],
    }


def _feeder(name: str, sections: list[dict[str, Any]]) -> dict[str, Any]:
    lines, points, before = [], [], "33/11 kV"
    has_transformers = int(name) not in DATA["feeders_without_transformers"]
    for section in sections:
        number = section["main_section"]
        node = f"M{number}"
        lines.append(_line(number, before, node, "disconnect" if lines else "breaker"))
        for lateral in section["laterals"]:
            point = lateral["load_point"]
            lines.append(_line(lateral["section"], node, f"LP{point}", "fuse"))
            own = DATA["load_points"][str(point)]
            points.append({
                "name": f"LP{point}", "node": f"LP{point}", "customers": own["customers"],
                "average_load_kw": round(own["average_load_mw"] * 1000, 6), "transformers": int(has_transformers),
            })  # fmt: skip
        before = node
    return {"name": f"F{name}", "source": "33/11 kV", "sections": lines, "load_points": points}


def _line(number: int, begin: str, end: str, device: str) -> dict[str, Any]:
    length = DATA["section_length_km"][str(number)]
    return {"name": str(number), "from": begin, "to": end, "length_km": length, "device": device}


def text() -> str:
    """The network file, one thing a line."""
    whole = network()
    feeders = []
    for feeder in whole.pop("feeders"):
        parts = {part: ",\n    ".join(map(json.dumps, feeder.pop(part))) for part in ("sections", "load_points")}
        head = json.dumps(feeder)[:-1]
        feeders.append(
            f'  {head},\n   "sections": [\n    {parts["sections"]}],\n   "load_points": [\n    {parts["load_points"]}]}}'
        )
    ties = whole.pop("ties")
    head = json.dumps(whole)[:-1].replace(', "rates"', ',\n "rates"')
    return f'{head},\n "feeders": [\n' + ",\n".join(feeders) + f'],\n "ties": {json.dumps(ties)}}}\n'
