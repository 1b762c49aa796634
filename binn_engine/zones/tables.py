"""Results of the zones as tables: one row for each zone in the layer; one row for each number in the complete table."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from ..errors import OutputError
from ..files.opening import write_features
from ..running.callbacks import Warn
from .polygons import Zones
from .sums import Variable, ZoneDistribution, ZoneSums

TOTAL_UNIT = "t"
TONNES_PER_KG = 1e-3


def slug(variable: Variable) -> str:
    """The name of a variable as a field: ``soc_stock_0_30_cm``."""
    return re.sub(r"\W+", "_", variable.band.name).lower()


def wide_table(zones: Zones, variables: list[Variable], sums: ZoneSums, spread: ZoneDistribution | None) -> pd.DataFrame:
    """One row a zone: areas, then of every variable its mean, and its total (t) where it is a stock, each with ``_sd``, ``_low`` and
    ``_high`` where there is a ``spread``."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(zones.area_m2 > 0.0, sums.area / zones.area_m2, np.nan)
    columns = {"area_km2": zones.area_m2 / 1e6, "mapped_km2": sums.area / 1e6, "mapped_share": share, "pixels": sums.pixels}
    means = sums.means()
    for number, row in enumerate(variables):
        name = slug(row)
        factors = {name: np.ones(len(zones))} | ({f"{name}_t": sums.area * TONNES_PER_KG} if row.stock else {})
        for field, factor in factors.items():
            columns[field] = means[:, number] * factor
            if spread is not None:
                limits = {"sd": spread.sd, "low": spread.lower, "high": spread.upper}
                columns |= {f"{field}_{what}": values[:, number] * factor for what, values in limits.items()}
    return pd.DataFrame(columns, index=zones.table.index)


def long_table(zones: Zones, variables: list[Variable], sums: ZoneSums, spreads: dict[str, ZoneDistribution]) -> pd.DataFrame:
    """One row for every zone, variable, statistic (``mean``, or ``total`` of a stock) and assumption of how errors go together."""
    means, parts = sums.means(), []
    area = {"area_km2": zones.area_m2 / 1e6, "mapped_km2": sums.area / 1e6}
    for number, row in enumerate(variables):
        statistics = [("mean", row.band.unit, np.ones(len(zones)))]
        statistics += [("total", TOTAL_UNIT, sums.area * TONNES_PER_KG)] * row.stock
        for statistic, unit, factor in statistics:
            value = {"variable": row.band.name, "statistic": statistic, "unit": unit, "value": means[:, number] * factor}
            known = [(name, {what: getattr(found, what)[:, number] * factor for what in vars(found)}) for name, found in spreads.items()]
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
        told = ", ".join(map(repr, replaced))
        warn(
            "replaced_fields",
            f"The polygons have fields {told}, but BINN writes fields with these names. The values that the polygons "
            "have in these fields are not in the layer of zones.",
        )
    kept = _distinct_fields(zones.table.drop(columns=replaced), [*statistics.columns], warn)
    # The layer's own key and geometry have names that no field of a user has.
    options = {"FID": _unused("binn_feature", kept.columns), "GEOMETRY_NAME": _unused("geom", kept.columns)}
    try:
        write_features(kept.join(statistics), path, layer="zones", layer_options=options)
    except (DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError) as error:
        raise OutputError(
            f"The layer {path.name} cannot be written: {error}.",
            "Check the permissions of the folder and its free disk space.",
        ) from error


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
