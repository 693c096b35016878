"""Published outages as ODIN takes them: the profile `PubOutages` of the CIM (odin.ornl.gov/downloadables/CIM).

As XML in the profile's namespace, and as JSON with the same members.
"""

from __future__ import annotations

import json
from typing import Any, Final
from xml.etree import ElementTree

from app.api.public.issue import Issue, instant
from data_sources.publishing.outages import PublishedOutage

NAMESPACE: Final = "http://iec.ch/TC57/2014/PubOutages#"
DISCLAIMER: Final = (
    "Counts are rounded, small outages are told together or not at all, times are to a quarter hour; estimates change."
)


def odin_json(issue: Issue) -> bytes:
    """The profile's members as JSON."""
    outages = [_members(one) for one in issue.publication.outages]
    document = {"PubOutages": {"Outage": outages}, "asOf": instant(issue.publication.as_of)}
    return json.dumps(document | {"isCurrent": issue.is_current}, separators=(",", ":"), ensure_ascii=False).encode()


def odin_xml(issue: Issue) -> bytes:
    """The profile as XML, without what stands in no profile: it says nothing of when it was true."""
    root = ElementTree.Element("PubOutages", {"xmlns": NAMESPACE})
    for one in issue.publication.outages:
        _write(ElementTree.SubElement(root, "Outage"), _members(one))
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _members(one: PublishedOutage) -> dict[str, Any]:
    """Members of an Outage in the profile's order; those that are not known are left out."""
    ert = {"confidenceKind": "low", "ert": instant(one.estimated_at)} if one.estimated_at else None
    started = instant(one.started_at) if one.started_at else None
    area: dict[str, Any] = {"earliestReportedTime": started} if started else {}
    area |= {"metersServed": one.customers_served, "outageAreaKind": "county" if one.counties else "serviceArea"}
    members = {
        "mRID": one.mrid,
        "cause": one.cause,
        "causeKind": one.cause_kind,
        "communityDescriptor": ", ".join(one.counties) or None,
        "customersRestored": one.customers_restored,
        "metersAffected": one.customers_out,
        "originalMetersAffected": one.customers_interrupted,
        "outageKind": one.status,
        "reportedStartTime": started,
        "statusKind": one.crew,
        "utilityDisclaimer": DISCLAIMER,
        "EstimatedRestorationTime": ert,
        "OutageArea": area,
    }
    return {name: value for name, value in members.items() if value is not None}


def _write(parent: ElementTree.Element, members: dict[str, Any]) -> None:
    for name, value in members.items():
        child = ElementTree.SubElement(parent, name)
        if isinstance(value, dict):
            _write(child, value)
        else:
            child.text = str(value)
