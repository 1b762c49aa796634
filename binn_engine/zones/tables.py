"""Results of the zones as tables: one row for each zone in the layer; one row for each number in the complete table."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from ..bands import ZONE_FIELDS, zone_field, zone_labels
from ..cells import plain_cells, write_csv
from ..errors import cannot_write
from ..files.opening import write_features
from ..running.callbacks import Warn
from .polygons import Zones
from .result import ZonalResult, ZoneStatistics
from .sums import Variable

TOTAL_UNIT = "t"
TONNES_PER_KG = 1e-3
WRITE_ERRORS = (DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError)


def wide_table(summed: ZoneStatistics, variables: list[Variable], headline: str) -> pd.DataFrame:
    """One row a zone: areas, then of every variable its mean, and its total (t) where it is a stock, each with ``_sd``, ``_low`` and
    ``_high`` of the scenario ``headline``, where there is one."""
    zones, sums, spread = summed.zones, summed.sums, summed.distributions.get(headline)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(zones.area_m2 > 0.0, sums.area / zones.area_m2, np.nan)
    columns = {"area_km2": zones.area_m2 / 1e6, "mapped_km2": sums.area / 1e6, "mapped_share": share, "pixels": sums.pixels}
    means = sums.means()
    for number, row in enumerate(variables):
        name = zone_field(row.band)
        factors = {name: np.ones(len(zones))} | ({f"{name}_t": sums.area * TONNES_PER_KG} if row.stock else {})
        for field, factor in factors.items():
            columns[field] = means[:, number] * factor
            if spread is not None:
                limits = {"sd": spread.sd, "low": spread.lower, "high": spread.upper}
                columns |= {f"{field}_{what}": values[:, number] * factor for what, values in limits.items()}
    return pd.DataFrame(columns, index=zones.table.index)


def readable_table(result: ZonalResult) -> pd.DataFrame:
    """One row a zone and one for all zones, with headers that people read; stocks come first."""
    wide = wide_table(result.summed, result.variables, result.headline)
    labels = zone_labels([row.band for row in result.variables])
    stocks = [zone_field(result.variables[number].band) for number in result.stocks]
    first = [name for name in wide.columns if name in ZONE_FIELDS or name.startswith(tuple(stocks))]
    wide = wide[[*first, *(name for name in wide.columns if name not in first)]]
    wide.insert(0, "zone", result.summed.zones.names)
    return wide.rename(columns=labels | {"zone": "Zone"})


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV or, by the name of the file, as a spreadsheet (.xlsx).

    Raises
    ------
    OutputError
        Where the file cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        write_csv(table, path)
        return
    try:
        write_features(plain_cells(table), path, driver="XLSX", layer="zones")
    except WRITE_ERRORS as error:
        raise cannot_write(f"The table {path.name}", error) from error


def long_table(summed: ZoneStatistics, variables: list[Variable]) -> pd.DataFrame:
    """One row for every zone, variable, statistic (``mean``, or ``total`` of a stock) and assumption of how errors go together."""
    zones, sums = summed.zones, summed.sums
    means, parts = sums.means(), []
    area = {"area_km2": zones.area_m2 / 1e6, "mapped_km2": sums.area / 1e6}
    for number, row in enumerate(variables):
        statistics = [("mean", row.band.unit, np.ones(len(zones)))]
        statistics += [("total", TOTAL_UNIT, sums.area * TONNES_PER_KG)] * row.stock
        for statistic, unit, factor in statistics:
            value = {"variable": row.band.name, "statistic": statistic, "unit": unit, "value": means[:, number] * factor}
            spreads = summed.distributions.items()
            known = [(name, {what: getattr(one, what)[:, number] * factor for what in vars(one)}) for name, one in spreads]
            parts += [
                pd.DataFrame({"zone": zones.names, **area, **value, "assumption": name, **limits}) for name, limits in known or [("", {})]
            ]
    return pd.concat(parts, ignore_index=True)


def write_zones(path: Path, zones: Zones, statistics: pd.DataFrame, warn: Warn) -> None:
    """Write the polygons with their own fields and the statistics; fields of an earlier run are replaced.

    Parameters
    ----------
    path
        The GeoPackage.
    zones, statistics
        The polygons, and the table of :func:`wide_table`.
    warn
        Gets a code and a message: own fields that have to be renamed, and those that are replaced.

    Raises
    ------
    OutputError
        Where the file cannot be written.
    """
    geometry = zones.table.geometry.name
    replaced = [name for name in zones.table.columns if name != geometry and str(name).lower() in statistics.columns]
    if replaced:
        names = ", ".join(map(repr, replaced))
        told, written = (f"a field {names}", "a field of this name") if len(replaced) == 1 else (f"fields {names}", "fields of these names")
        warn(
            "replaced_fields",
            f"The polygons have {told}, but BINN writes {written}. The values that the polygons have there are not in the layer of zones.",
        )
    kept = _distinct_fields(zones.table.drop(columns=replaced), [*statistics.columns], warn)
    # The layer's own key and geometry have names that no field of a user has.
    options = {"FID": _unused("binn_feature", kept.columns), "GEOMETRY_NAME": _unused("geom", kept.columns)}
    try:
        write_features(kept.join(statistics), path, layer="zones", layer_options=options)
    except WRITE_ERRORS as error:
        raise cannot_write(f"The layer {path.name}", error) from error


def _distinct_fields(table: geopandas.GeoDataFrame, taken: Sequence[str], warn: Warn) -> geopandas.GeoDataFrame:
    """The table, its fields called so that their names differ in more than the case of letters, as those of a GeoPackage must."""
    names, new = [*taken], {}
    for name in map(str, table.columns):
        if name != table.geometry.name:
            new[name] = _unused(name, [*names, *(other for other in table.columns if other != name and other.lower() != name.lower())])
            names.append(new[name])
    changed = {name: other for name, other in new.items() if name != other}
    if changed:
        told = ", ".join(f"{name!r} as {other!r}" for name, other in changed.items())
        warn(
            "renamed_fields",
            "Field names in a GeoPackage must differ in more than upper and lower case. Fields that are renamed in "
            f"the layer of zones: {told}.",
        )
    return table.rename(columns=changed)


def _unused(name: str, taken: Iterable[str]) -> str:
    known = {str(other).lower() for other in taken}
    others = (f"{name}_{number}" for number in itertools.count(2))
    return next(new for new in itertools.chain((name,), others) if new.lower() not in known)
