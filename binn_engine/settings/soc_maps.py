"""Settings of another SOC map that is scored beside BINN."""

from __future__ import annotations

from dataclasses import dataclass

from .choices import SOC_MAP_UNITS
from .fields import INPUT, option


@dataclass(frozen=True)
class SocMapFields:
    """Another maker's map of SOC that is scored beside BINN."""

    soc_map: tuple[str, ...] = option(
        "Rasters of another SOC map (such as SoilGrids, OpenLandMap, SOLUS100), which is scored on the same layers. It is never a covariate. If the map was made with profiles that are here, its scores are too good.",
        (),
        path=INPUT,
    )
    soc_map_unit: str = option(
        "Unit of the other SOC map: a density, or a stock of a depth range. SoilGrids' organic carbon density is in hg/m3. Maps that BINN wrote need none.",
        "",
        ("", *SOC_MAP_UNITS),
    )
    soc_map_depths: tuple[str, ...] = option(
        "Bands of the other SOC map to use, with their depths in cm, such as b0=0 or b1=0-30. If it is empty, all bands are used, and their names must contain the depths (ocd_5-15cm_mean, soc_30cm).",
        (),
    )
