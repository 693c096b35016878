"""Customer accounts: one active account an active meter, former ones, whose they are, and who must not lose supply."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.demo.city.streets import Ints
from data_sources.demo.utility import rows
from data_sources.demo.utility.service import MeterPlaces

CRITICAL: Final = ("hospital", "water", "fire_station", "school_shelter", "life_support")
# Accounts of each kind in 100,000 active ones (life support: home ventilators and the like).
PER_100K: Final = (9.0, 14.0, 22.0, 26.0, 620.0)
ACCOUNT_PRIME: Final = 99_999_989  # account numbers are a shuffle of the ids modulo this prime

# Made-up people and firms; any likeness is chance.
FIRST_NAMES: Final = (
    "Aisha", "Alan", "Alice", "Amara", "Ana", "Andre", "Anthony", "Beatriz", "Brian", "Camila", "Carl", "Carmen",
    "Chen", "Clara", "Daniel", "David", "Deborah", "Diego", "Dolores", "Edward", "Elena", "Emma", "Ernest",
    "Esther", "Farah", "Felix", "Frank", "Gloria", "Grace", "Hannah", "Henry", "Hugo", "Imani", "Irene", "Isaac",
    "Ivan", "James", "Jin", "Joyce", "Julia", "Karim", "Laura", "Leon", "Linh", "Lucia", "Marcus", "Maria",
    "Martin", "Mei", "Mohan", "Nadia", "Nina", "Noah", "Olga", "Oscar", "Paul", "Priya", "Rafael", "Ravi", "Rosa",
    "Ruth", "Samuel", "Sofia", "Tariq", "Teresa", "Thomas", "Tran", "Victor", "Walter", "Yolanda", "Yusuf", "Zoe",
)  # fmt: skip
LAST_NAMES: Final = (
    "Abbott", "Acosta", "Adeyemi", "Alvarez", "Anders", "Arroyo", "Baker", "Barrera", "Bennett", "Boone", "Brandt",
    "Calloway", "Castillo", "Chandra", "Cheng", "Coleman", "Cortez", "Crawford", "Dalton", "Delgado", "Dinh",
    "Doyle", "Duarte", "Ellison", "Escobar", "Farrell", "Ferreira", "Fields", "Fontaine", "Garrison", "Ghosh",
    "Gibbs", "Granger", "Guerra", "Hale", "Hassan", "Hawkins", "Holloway", "Huang", "Ibarra", "Ingram", "Jarvis",
    "Kapoor", "Keller", "Khan", "Kowalski", "Lambert", "Lindqvist", "Lozano", "Maddox", "Marsh", "Mendoza",
    "Mercer", "Molina", "Moreau", "Nakamura", "Navarro", "Nguyen", "Novak", "O'Dell", "Okafor", "Ortega", "Osborne",
    "Paredes", "Patel", "Pham", "Pruitt", "Quinn", "Ramsey", "Reyes", "Rowe", "Salazar", "Santos", "Sawyer",
    "Sharma", "Shepherd", "Silva", "Solis", "Stone", "Sutton", "Tanaka", "Thorne", "Tovar", "Underwood", "Vance",
    "Vargas", "Vogel", "Wallace", "Weaver", "Whitfield", "Xu", "Yates", "Zamora", "Zeller",
)  # fmt: skip
TRADES: Final = (
    "Auto Repair", "Bakery", "Barbers", "Books", "Cafe", "Cleaners", "Dental Care", "Diner", "Electronics",
    "Flowers", "Furniture", "Grocers", "Hardware", "Insurance", "Jewelers", "Legal Offices", "Market", "Nails",
    "Pharmacy", "Plumbing Supply", "Realty", "Tire Center", "Travel", "Veterinary Clinic",
)  # fmt: skip
WORKS: Final = (
    "Castings",
    "Cold Storage",
    "Fabrication",
    "Foundry",
    "Machine Works",
    "Packaging",
    "Plastics",
    "Valves",
)
SERVICES: Final = ("Hospital", "Water Plant", "Fire Station", "School")  # of the critical kinds that are no homes
AREA_CODES: Final = ("281", "346", "713", "832")


def accounts(meters: MeterPlaces, total: int, seed: int) -> tuple[Ints, Ints, Ints]:
    """Meter of each account (ascending), whether it is active (0 or 1), and its kind of critical customer (-1: none).

    Raises:
        ValueError: fewer accounts asked for than there are active meters.
    """
    rng = np.random.default_rng((seed, 111))
    active = np.flatnonzero(meters.is_active)
    former = total - len(active)
    if former < 0:
        raise ValueError(f"{total} accounts cannot serve {len(active)} active meters")
    past = rng.choice(len(meters.is_active), former)
    meter = np.concatenate([past, active])
    is_active = np.concatenate([np.zeros(former, np.int64), np.ones(len(active), np.int64)])
    order = np.lexsort((is_active, meter))
    meter, is_active = meter[order], is_active[order]
    return meter, is_active, _critical(meters, meter, is_active, rng)


def _critical(meters: MeterPlaces, meter: Ints, is_active: Ints, rng: np.random.Generator) -> Ints:
    """Hospitals and water plants among the large services, life support at homes."""
    kind = np.full(len(meter), -1)
    count = int(is_active.sum())
    shop = np.flatnonzero((is_active == 1) & (meters.kind[meter] == 1))
    large = shop[np.argsort(-meters.monthly_kwh[meter[shop]], kind="stable")]
    homes = np.flatnonzero((is_active == 1) & (meters.kind[meter] == 0))
    wanted = [max(1, round(rate * count / 1e5)) for rate in PER_100K]
    reach = rng.permutation(large[: 6 * sum(wanted[:4])])
    first = 0
    for which, number in enumerate(wanted[:4]):
        kind[reach[first : first + number]] = which
        first += number
    kind[rng.choice(homes, min(wanted[4], len(homes)), replace=False)] = 4
    return kind


def account_numbers(customer_id: Ints) -> Ints:
    """Ten-digit account numbers, unique, that do not follow the ids."""
    return 4_000_000_000 + customer_id * 48_271 % ACCOUNT_PRIME


def names(kind: Ints, critical: Ints, street: pa.Array, seed: int) -> pa.Array:
    """Who has each account: a person, a firm, or, for critical services, what it is and on which street.

    Args:
        kind: class of customer, index into load_model.CLASSES, shape (n,).
        critical: index into CRITICAL or -1, shape (n,).
        street: name of the street of each account.
        seed: everything random follows from it.
    """
    rng = np.random.default_rng((seed, 113))
    count = len(kind)
    first, last = (rows.picked(words, rng.integers(0, len(words), count)) for words in (FIRST_NAMES, LAST_NAMES))
    person = pc.binary_join_element_wise(first, last, " ")
    trade = np.where(kind == 2, len(TRADES) + rng.integers(0, len(WORKS), count), rng.integers(0, len(TRADES), count))
    firm = pc.binary_join_element_wise(last, rows.picked(TRADES + WORKS, trade), " ")
    name = pc.if_else(pa.array(kind == 0), person, firm)
    service = np.where((critical >= 0) & (critical < len(SERVICES)), critical, -1)
    title = pc.binary_join_element_wise(street, pa.array(SERVICES).take(rows.nullable("int", service)), " ")
    return pc.coalesce(title, name)


def phones(count: int, seed: int) -> pa.Array:
    """A telephone number each, of those kept for fiction (555-0100 to 555-0199), so that nobody's is shown."""
    rng = np.random.default_rng((seed, 114))
    area = rows.picked(AREA_CODES, rng.integers(0, len(AREA_CODES), count))
    return pc.binary_join_element_wise(area, rows.padded(100 + rng.integers(0, 100, count), 4), "-555-")
