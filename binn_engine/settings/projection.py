"""The job that projects soil carbon into the future."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..tables import DEFAULT_DEPTHS_M
from .choices import SPREADS, START_DEPTHS, START_UNITS
from .fields import CSV, HTML, INPUT, drawn_raster, option, raster
from .help_texts import CALIBRATED_HELP, SPREAD_HELP, ZONE_NAMES_HELP
from .map_fields import MapInputFields, StreamingFields


@dataclass(frozen=True)
class ScenarioFields:
    """What changes, and when."""

    start_year: int = option(
        "Last year before the change, which acts from the next year on. At the end of this year, the soil is at steady state under today's forcing, or has the stocks of the map of the start.",
        2020,
    )
    years: tuple[int, ...] = option(
        "Years to map, increasing, none before the start. The rasters have one band for each of them.",
        (2030, 2040, 2050, 2060, 2070, 2080, 2090, 2100),
    )
    litter_factor: float = option("Factor by which litter input changes, for example 0.8. It is your assumption.", 1.0)
    warming: float = option("Warming of the soil in K, the same in all layers and months.", 0.0)
    water_factor: float = option("Factor by which the soil water scalar changes. The scalar is at most 1.", 1.0)
    ramp_years: int = option(
        "Number of years over which the change grows evenly, in yearly steps, until it is complete. 0: it is complete in the first year.", 0
    )
    change: str = option(
        "Raster of the change, with a band for each kind of change that differs from place to place: litter_factor, warming, water_factor. These bands are used in place of the numbers above.",
        "",
        path=INPUT,
    )
    change_table: str = option(
        "Table of the change (.csv) with the field year, and some of the fields litter_factor, warming and water_factor. It is interpolated between its years, and used in place of the numbers and the ramp.",
        "",
        path=INPUT,
    )
    air_temperature: str = option(
        "Change of air temperature by year in K, of a climate model: a NetCDF with the dimensions year, decade or time (years), lat and lon, with or without months, or with places in place of lat and lon; or a raster in degrees with bands named after years. The soil is shifted by the change since the start; differences between months fade with depth.",
        "",
        path=INPUT,
    )
    air_variable: str = option("Name of the variable in the NetCDF, if it has several by year.", "")
    later_forcing: tuple[str, ...] = option(
        "CLM5 forcing of later periods, one after the other. Each forcing is used until the next period begins.", (), path=INPUT
    )
    later_years: tuple[int, ...] = option(
        "Last year before each later forcing, one for each: it acts from the next year on. With a ramp, the forcing changes evenly from the one before.",
        (),
    )
    start: str = option(
        "Map of SOC stocks at the start, such as observed ones. All pools of the steady state are multiplied by the same factor, so that their stock is that of the map. If it is empty, the start is the steady state.",
        "",
        path=INPUT,
    )
    start_depth: str = option("Depth of the stocks at the start, of a map or of zones, in cm.", "0-30", START_DEPTHS)
    start_unit: str = option("Unit of the stocks at the start.", "kgC/m2", START_UNITS)
    start_zones: str = option(
        "Polygons with the mean SOC stock at the start, such as observed ones, in place of a map. In each zone, the stocks and pools of the steady state are multiplied by one factor, so that their mean is that of the zone. Pixels in no zone have no value.",
        "",
        path=INPUT,
    )
    start_field: str = option("Field of these polygons with the mean stock.", "")

    @property
    def start_source(self) -> str:
        """The file of stocks at the start; empty where the start is the steady state."""
        return self.start or self.start_zones


@dataclass(frozen=True)
class ProjectJob(ScenarioFields, MapInputFields, StreamingFields):
    """Project SOC into the future: stocks by year under changed litter input, temperature and moisture, and their change with intervals."""

    kind: ClassVar[str] = "project"
    left: ClassVar[str] = "Finished tiles, if any, are kept beside the map in NAME.project.unfinished. Run it again to resume from them."
    stock_30: str = raster("GeoTIFF of the SOC stock of 0-30 cm, one band for each year.")
    stock_100: str = raster("GeoTIFF of the SOC stock of 0-100 cm, one band for each year.")
    change_30: str = raster("GeoTIFF of the change of the stock of 0-30 cm since the start, by year.")
    change_100: str = raster("GeoTIFF of the change of the stock of 0-100 cm since the start, by year.")
    change_30_low: str = drawn_raster("GeoTIFF of the lower limits of the change of 0-30 cm")
    change_30_high: str = drawn_raster("GeoTIFF of the upper limits of the change of 0-30 cm")
    change_100_low: str = drawn_raster("GeoTIFF of the lower limits of the change of 0-100 cm")
    change_100_high: str = drawn_raster("GeoTIFF of the upper limits of the change of 0-100 cm")
    change_30_models: str = raster(
        "GeoTIFF of how much the changes of 0-30 cm differ between the networks of the model (needs an ensemble)."
    )
    change_100_models: str = raster(
        "GeoTIFF of how much the changes of 0-100 cm differ between the networks of the model (needs an ensemble)."
    )
    respiration: str = raster("GeoTIFF of the carbon that the soil respires in each year.")
    committed: str = raster("GeoTIFF of the committed change: the change until the new steady state is reached, one band for each depth.")
    reached: str = raster("GeoTIFF of the share of the committed change that is reached by each year.")
    densities: str = raster("GeoTIFF of SOC density at the depths, one band for each depth and year.")
    pools: str = raster("GeoTIFF of the carbon of each pool in 0-100 cm, one band for each pool and year.")
    depths: tuple[float, ...] = option("Depths in metres at which SOC density is mapped.", DEFAULT_DEPTHS_M)
    csv: str = option(
        "CSV file of the totals and their change by year, of the map and of every zone. Leave empty to skip this output.", "", path=CSV
    )
    report: str = option("HTML report with the trajectory and the maps. Leave empty to skip this output.", "", path=HTML)
    polygons: str = option("Zones: polygons over which stocks are summed by year. Leave empty for the whole map alone.", "", path=INPUT)
    id_field: str = option(ZONE_NAMES_HELP, "")
    spread: str = option(SPREAD_HELP, "auto", SPREADS)
    calibrated: bool = option(CALIBRATED_HELP, True)
    interval: float = option("Probability of the intervals, for example 0.9.", 0.9)
    range_km: float = option(
        "For totals of a calibrated model: distance in km at which errors that the passes do not show have almost nothing in common (5 % correlation). 0: they are the same at all pixels, which gives the upper limit of the uncertainty.",
        0.0,
    )
