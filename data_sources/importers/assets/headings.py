"""Which columns the lists of assets may have, what each means, and by which headings it is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from data_sources.errors import ImportRefused
from data_sources.importers.lists.units import GROWTH, HOURS, KVA, LENGTH, PERCENT, KnownUnits, stems, unit_named
from data_sources.importers.readings.headings import evened, unaccented


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of a list.

    Attributes:
        role: how a person names it in --column.
        meaning: for people, with its unit.
        aliases: headings that it is known by, without case, signs and units.
        quantity: what it measures; None of one that has no unit.
    """

    role: str
    meaning: str
    aliases: tuple[str, ...]
    quantity: KnownUnits | None = None

    def heads(self, names: Sequence[str]) -> dict[str, str]:
        """The file's columns by what their headings say; the first of those that say the same."""
        ends = [(head, name) for name in names for head in self._without_unit(name)]
        return dict(reversed([*((bare(name), name) for name in names), *ends]))

    def _without_unit(self, name: str) -> Iterator[str]:
        """What a heading says beside a unit; "Rating (MVA)" and "Rating kVA" are alike."""
        if self.quantity is None:
            return
        found = list(stems(name, self.quantity, self.aliases))
        yield from found
        if unit_named(name, self.quantity, self.aliases).unit:
            yield from (f"{stem}{self.quantity.own.lower()}" for stem in (bare(name), *found))


@dataclass(frozen=True, slots=True)
class AssetList:
    """One kind of list.

    Attributes:
        what: it lists, in the plural.
        columns: that it may have.
        needed: roles of which each group must have one column.
    """

    what: str
    columns: tuple[ListColumn, ...]
    needed: tuple[tuple[str, ...], ...]

    def find_roles(self, names: Sequence[str], said: Mapping[str, str], file: str) -> dict[str, str]:
        """The file's own column of each role.

        Args:
            names: of its columns.
            said: what a person says, role to name; it outweighs headings. An empty name: no column has the role.
            file: its name, for sentences.

        Raises:
            ImportRefused: a column that is not there, or a role that there is not.
        """
        found = {role: self._named(role, name, names, file) for role, name in said.items()}
        for column in self.columns:
            free = column.heads([name for name in names if name not in found.values()])
            if column.role not in found and (alias := next((one for one in column.aliases if one in free), None)):
                found[column.role] = free[alias]
        return {role: name for role, name in found.items() if name}

    def _named(self, role: str, name: str, names: Sequence[str], file: str) -> str:
        roles = [column.role for column in self.columns]
        if role not in roles:
            raise ImportRefused(f"--column {role}={name}: there is no {role!r}; roles are {', '.join(roles)}.")
        by_lower = {evened(one).lower(): one for one in names}
        if name and evened(name).lower() not in by_lower:
            raise ImportRefused(f"{file} has no column {name!r}; it has {', '.join(map(repr, names))}.")
        return by_lower[evened(name).lower()] if name else ""

    def describe(self) -> str:
        """Its columns, for a person."""
        width = max(len(column.role) for column in self.columns)
        return "\n".join(f"{column.role:<{width}}  {column.meaning}" for column in self.columns)


def bare(name: str) -> str:
    """A heading without case, signs, and what stands in brackets."""
    return re.sub(r"[^a-z0-9]+", "", unaccented(re.sub(r"\(.*?\)|\[.*?\]", "", name).strip().lower()))


def _column(role: str, meaning: str, aliases: str, quantity: KnownUnits | None = None) -> ListColumn:
    return ListColumn(role, meaning, (role.replace("_", ""), *aliases.split()), quantity)


_NAME = _column(
    "asset",
    "name of the transformer or pole, as the network has it (or Flux's own ids, where none is a name)",
    "transformername polename assetname transformerid poleid assetid transformer pole transformernumber "
    "polenumber transformerno poleno poletag equipmentname equipmentid equipment equipmentnumber equnr assetnum "
    "assetnumber facilityid name id",
)
_KIND = _column(
    "kind",
    "transformer or pole; needed only where a name is of both",
    "assetkind assettype equipmenttype type",
)

ASSETS = AssetList(
    "assets",
    (
        _NAME,
        _KIND,
        _column(
            "installed_year",
            "year, or date, of installation",
            "yearinstalled installyear installationyear installed installdate installeddate installedon "
            "installationdate dateinstalled inservicedate inserviceyear commissioned commissioningdate "
            "datecommissioned startupdate startupyear inbdt yearinservice dateinservice",
        ),
        _column(
            "manufacturer",
            "who made it",
            "maker make mfr mfg manufacturername manufacturerofasset herst vendor",
        ),
        _column(
            "model",
            "model or type",
            "modelnumber modelname modelno modelnum catalognumber catalogno typbz",
        ),
        _column(
            "serial_number",
            "serial number",
            "serial serialno serialnum sn manufacturerserialnumber manufserialnumber manufserialno mfrserialno serge",
        ),
        _column(
            "manufactured_year",
            "year, or date, of manufacture",
            "yearmanufactured manufactureyear yearofmanufacture manufacturedate mfgyear mfgdate yearmade "
            "constructionyear constructyear yearofconstruction baujj",
        ),
        _column(
            "cooling",
            "ONAN, ONAF, OFAF, ODAF, KNAN, KNAF, AN or AF (OA, FA, FOA and AA too)",
            "coolingclass coolingtype",
        ),
        _column(
            "kva",
            "rated kVA; a row that contradicts the network is refused",
            "ratedkva kvarating nameplatekva ratingkva sizekva size capacitykva",
            KVA,
        ),
        _column(
            "upgraded_paper",
            "yes or no: thermally upgraded insulation (65 K rise)",
            "paper isupgradedpaper thermallyupgraded thermallyupgradedpaper insulation insulationpaper",
        ),
    ),
    (
        ("asset",),
        (
            "installed_year",
            "manufacturer",
            "model",
            "serial_number",
            "manufactured_year",
            "cooling",
            "upgraded_paper",
        ),
    ),
)

INSPECTIONS = AssetList(
    "inspections",
    (
        _NAME,
        _KIND,
        _column(
            "inspected_on",
            "day of the inspection",
            "inspectiondate inspected dateinspected dateofinspection date inspectedat lastinspection "
            "lastinspected lastinspectiondate testdate surveydate",
        ),
        _column(
            "result",
            "good, fair, poor or replace (or words such as pass, reject)",
            "condition inspectionresult status rating grade outcome finding conditionrating",
        ),
        _column(
            "score",
            "condition, 0 (failed) to 100 (new)",
            "conditionscore healthscore health healthindex",
            PERCENT,
        ),
        _column(
            "strength_pct",
            "remaining strength of a pole, percent of a new one's",
            "remainingstrength strength residualstrength",
            PERCENT,
        ),
        _column(
            "note",
            "what else was written down",
            "notes remarks remark comment comments description",
        ),
    ),
    (
        ("asset",),
        ("inspected_on",),
        (
            "result",
            "score",
            "strength_pct",
        ),
    ),
)

FAILURES = AssetList(
    "failures",
    (
        _NAME,
        _KIND,
        _column(
            "failed_at",
            "when it failed",
            "failedon failuredate failuretime datefailed dateoffailure failed date faileddate datetime eventdate "
            "replaceddate replacedon datereplaced",
        ),
        _column(
            "installed_year",
            "year, or date, of installation of the one that failed",
            "yearinstalled installyear installationyear installed installdate installeddate installedon "
            "installationdate dateinstalled inservicedate inserviceyear commissioned commissioningdate "
            "datecommissioned startupdate startupyear inbdt yearinservice dateinservice",
        ),
        _column(
            "mode",
            "what failed: winding, bushing, decay …",
            "failuremode cause failurecause reason component",
        ),
        _column(
            "kva",
            "rated kVA of the one that failed",
            "ratedkva kvarating nameplatekva ratingkva sizekva size capacitykva",
            KVA,
        ),
        _column(
            "material",
            "of the pole that failed",
            "polematerial polespecies species",
        ),
    ),
    (("asset",), ("failed_at",)),
)

VEGETATION = AssetList(
    "vegetation",
    (
        _column(
            "segment",
            "name of the line section, as the network has it (or Flux's own ids, where none is a name)",
            "segmentname segmentid spanid span spanname section sectionid lineid linename line name id",
        ),
        _column(
            "distance_m",
            "trunk to the nearest conductor, metres (or feet, inches, cm, mm, where the heading says so)",
            "distance distancetoline",
            LENGTH,
        ),
        _column(
            "canopy_radius_m",
            "of the crown, likewise",
            "canopyradius crownradius",
            LENGTH,
        ),
        _column(
            "tree_height_m",
            "likewise",
            "treeheight height",
            LENGTH,
        ),
        _column(
            "growth_m_per_year",
            "of the crown towards the line, likewise a year",
            "growth growthrate annualgrowth",
            GROWTH,
        ),
        _column(
            "surveyed_on",
            "day of the survey",
            "surveydate surveyed date datesurveyed patroldate inspectiondate flown",
        ),
    ),
    (("segment",), ("distance_m",), ("surveyed_on",)),
)

WORK_ORDERS = AssetList(
    "work-orders",
    (
        _column(
            "number",
            "number of the order in the system that it comes from; the same number is the same order",
            "ordernumber orderno workordernumber workorderno workorder workorderid wonumber wono wo order "
            "orderid aufnr wonum",
        ),
        _NAME,
        _KIND,
        _column(
            "work_type",
            "inspection, repair, replacement, vegetation, switching or other (or words such as patrol, trim)",
            "typeofwork worktype workkind activity activitytype ordertype ordertypename category job",
        ),
        _column(
            "status",
            "open, scheduled, completed or cancelled (or words such as released, TECO, closed)",
            "state orderstatus systemstatus userstatus",
        ),
        _column(
            "title",
            "what is to be done, in words",
            "shorttext description orderdescription summary subject text",
        ),
        _column(
            "priority",
            "1 very high, 2 high, 3 medium, 4 low (3 where nothing is said)",
            "prio prioritycode urgency wopriority",
        ),
        _column(
            "created_on",
            "day on which it was made",
            "createddate creationdate created createdat dateofcreation orderdate opened openedon opendate erdat "
            "reportdate reporteddate",
        ),
        _column(
            "due_on",
            "day until which it is to be done",
            "duedate due requiredby requiredend requiredenddate basicfinish basicfinishdate basicfindate "
            "basfindate gltrp targetdate targcompdate targetcompletion",
        ),
        _column(
            "completed_on",
            "day on which it was completed",
            "completeddate completiondate completed actualfinish actualfinishdate finished finisheddate closedon "
            "closeddate tecodate actfinish actualfindate",
        ),
        _column(
            "estimated_hours",
            "hours of one crew, as planned",
            "plannedhours planhours estimatedwork estimatedtime plannedwork estlabhrs",
            HOURS,
        ),
        _column(
            "labour_hours",
            "hours of all members together, as booked",
            "laborhours actualhours actualwork hours hoursworked bookedhours actlabhrs",
            HOURS,
        ),
        _column(
            "found",
            "what was found, in words",
            "finding findings remarks longtext notes note comments",
        ),
    ),
    (("number",), ("asset",), ("work_type",), ("created_on",)),
)

MEASURED: Mapping[str, ListColumn] = {
    column.role: column
    for one in (ASSETS, INSPECTIONS, FAILURES, VEGETATION, WORK_ORDERS)
    for column in one.columns
    if column.quantity
}
LISTS: Mapping[str, AssetList] = {one.what: one for one in (ASSETS, INSPECTIONS, FAILURES, VEGETATION, WORK_ORDERS)}
