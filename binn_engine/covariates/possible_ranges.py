"""Possible ranges of well-known covariates: those of the glossary in its units, and under other common names in any unit in use."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..profiles.fields import canonical
from ..tables import COVARIATES

ROOM = 1.0  # beyond what is possible, for rounding and interpolation: no more, since -99 is no precipitation


@dataclass(frozen=True)
class PossibleRange:
    """The ``possible`` range of a covariate; if its unit is known, that ``unit`` and its ``usual`` range, else empty and None."""

    possible: tuple[float, float]
    unit: str = ""
    usual: tuple[float, float] | None = None


_GLOSSARY = {row.name: PossibleRange(row.possible, row.unit, (row.lower, row.upper)) for row in COVARIATES}
_CANONICAL = {canonical(name): row for name, row in _GLOSSARY.items()}
# Depths, years, versions, statistics and units that follow a name; any other word may make a difference, a share or a class of it.
_REST = r"(_(\d+|\d*cm|\d*m|sl\d+|b\d+|v\d*|q\d+|mean|median|content|fraction|frac|pct|percent|%|g_kg|raw|current))*"
# In any unit in use: degrees Celsius, kelvin and Fahrenheit, and ten times the first two (WorldClim 1, CHELSA); mm and tenths of mm;
# per cent, per mille and shares; pH and ten times pH; metres and feet, with the sea's depth; -1 to 1 and 10,000 times that; g/m2 of
# carbon a year, which plants may lose a little of, and MOD17's tenths of it; bulk density up to that of quartz in kg/m3.
_TEMPERATURE, _DIFFERENCE = (-900.0, 3400.0), (0.0, 1300.0)
_BIO = {
    **dict.fromkeys((1, 5, 6, 8, 9, 10, 11), _TEMPERATURE),
    **dict.fromkeys((2, 7), _DIFFERENCE),
    3: (0.0, 1000.0),
    4: (0.0, 60000.0),
    15: (0.0, 3500.0),
    12: (0.0, 300000.0),
    **dict.fromkeys((13, 14), (0.0, 100000.0)),
    **dict.fromkeys((16, 17, 18, 19), (0.0, 200000.0)),
}
_ALIASES = tuple(
    (re.compile(rf"(?:{pattern}){_REST}"), bounds)
    for pattern, bounds in (
        (r"(srtm_?|aster_?|gmted_?|merit_?)?(elevation|elev|dem|altitude)", (-12000.0, 30000.0)),
        (r"slope", (0.0, 60000.0)),
        (r"(mean_)?annual_(mean_)?(air_|surface_)?(temperature|temp)|mat|(mean_|air_)?temperature|tmean|tavg|tmin|tmax", _TEMPERATURE),
        (
            r"(mean_|total_)?annual_(mean_|total_)?(precipitation|precip|prec|rainfall|rain)|precipitation|precip|prec|rainfall",
            (0.0, 300000.0),
        ),
        (r"temperature_seasonality", (0.0, 60000.0)),
        (r"precipitation_seasonality", (0.0, 3500.0)),
        (r"(mean_|total_)?(annual_)?(mean_|total_)?(npp|net_primary_production|net_primary_productivity)", (-50.0, 70000.0)),
        (r"(mean_|total_)?(annual_)?(mean_|total_)?(gpp|gross_primary_production|gross_primary_productivity)", (0.0, 70000.0)),
        (r"(soil_)?(bulk_density|bulkdensity|bdod)", (0.0, 3000.0)),
        (r"coarse_fragments?|(soil_)?cfvo|gravel|(soil_)?rock_fragments?", (0.0, 1000.0)),
        (r"(soil_)?(cec|cation_exchange_capacity)", (0.0, 10000.0)),
        (r"(soil_)?(nitrogen|total_nitrogen)", (0.0, 100000.0)),
        (r"lai|leaf_area_index", (0.0, 1200.0)),
        (r"fapar|fpar", (0.0, 1000.0)),
        (r"(tree|forest|canopy|vegetation)_cover", (0.0, 1000.0)),
        (r"(soil_)?(clay|sand|silt)", (0.0, 1000.0)),
        (r"(soil_)?(ph|phh2o|ph_h2o|ph_water|ph_kcl|ph_cacl2|phihox)", (0.0, 140.0)),
        (r"ndvi|evi", (-10000.0, 10000.0)),
    )
)
_BIO_NAME = re.compile(rf"(wc2?_(\d_)*(\d+[ms]_)?|chelsa_|worldclim_)?bio_?0?(\d{{1,2}}){_REST}")


def possible_range(name: str) -> PossibleRange | None:
    """What is known of a covariate by its name; None for any other name.

    The glossary's own names, letter by letter, are in its units; in other letters, and under other names, the unit is not known.

    >>> [possible_range(name).possible for name in ("Elevation", "wc2.1_30s_bio_12", "clay_0-5cm_mean")], possible_range("clay_ratio")
    ([(-500, 9000), (0.0, 300000.0), (0.0, 1000.0)], None)
    """
    if name in _GLOSSARY:
        return _GLOSSARY[name]
    plain = canonical(name)
    for pattern, bounds in _ALIASES:
        if pattern.fullmatch(plain):
            return PossibleRange(bounds)
    bio = _BIO_NAME.fullmatch(plain)
    if bio is not None and int(bio[4]) in _BIO:
        return PossibleRange(_BIO[int(bio[4])])
    row = _CANONICAL.get(plain)
    return None if row is None else PossibleRange(row.possible)


def possible(name: str) -> tuple[float, float] | None:
    """The lowest and highest value that a well-known covariate can have, with room for rounding; None for any other name."""
    row = possible_range(name)
    if row is None:
        return None
    room = min(0.005 * (row.possible[1] - row.possible[0]), ROOM)
    return row.possible[0] - room, row.possible[1] + room
