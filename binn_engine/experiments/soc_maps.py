"""Another maker's map of SOC at the layers of profiles, to score it beside BINN."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..bands import band_depth
from ..covariates.bands import covariate_bands
from ..covariates.samples import CovariateChoice, Sampling, from_raster
from ..errors import InputError, JobError
from ..profiles.observations import Profiles
from ..profiles.tables.units import DENSITIES, STOCKS
from ..running.callbacks import AlikeWarnings, Warn
from ..settings import SocMapFields
from ..tables import SOC_DENSITY_UNIT

# Factors from the units that a map may have: of densities to gC/m3, of stocks to gC/m2.
_DENSITIES = {**DENSITIES, "hg/m3": 100.0}
_STOCKS = {"gC/m2": 1.0, **{unit: STOCKS[unit] for unit in ("kg/m2", "t/ha")}}
LEAST_OVERLAP = 0.5  # share of a layer that the map has to cover
_RANGE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*(?:cm)?\s*[-_]\s*(\d+(?:\.\d+)?)\s*cm", re.IGNORECASE)
_POINT = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*cm", re.IGNORECASE)
_GIVEN = re.compile(r"(\d+(?:\.\d+)?)(?:\s*-\s*(\d+(?:\.\d+)?))?")


@dataclass(frozen=True)
class BandDepth:
    """What a band of a map is of: a range of depth, m, or one depth, where ``top`` and ``bottom`` are equal."""

    top: float
    bottom: float

    @property
    def thickness(self) -> float:
        """Metres; 0 for a single depth."""
        return self.bottom - self.top


def soc_of_map(job: SocMapFields, profiles: Profiles, sampling: Sampling, warn: Warn) -> np.ndarray:
    """SOC of every layer by a map, gC/m3, ``(layers,)``; NaN where the map says nothing of it.

    Between single depths the map is interpolated at the middle of the layer. Of ranges of depth it is their mean over the layer, of which
    they have to cover half.

    Parameters
    ----------
    job
        Files of the map, its unit, and the depths of its bands.
    profiles, sampling
        The profiles, and how the map is read at their places.
    warn
        Called with a code and a message.

    Raises
    ------
    JobError
        For a unit or depths that are missing or wrong.
    InputError
        For a map whose bands do not tell their depths, or that has no value at any layer.
    """
    job = _of_this_engine(job)
    depths, alike = _depths(job), AlikeWarnings(warn)
    values = {
        (path, name): column.values
        for path in job.soc_map
        for name, column in from_raster(path, profiles, _bands_of(path, depths), sampling, alike)
    }
    alike.tell()
    density = np.stack([values[band] * _factor(job.soc_map_unit, depth) for band, depth in depths])[:, profiles.profile]
    kinds = [depth for _, depth in depths]
    soc = _of_ranges(kinds, density, profiles) if kinds[0].thickness else _of_points(kinds, density, profiles)
    if not np.isfinite(soc).any():
        raise InputError(
            f"{map_name(job)} has no value at any of the {len(soc):,} layers.", "Check the place of the map and the depths of its bands."
        )
    return soc


def _bands_of(path: str, depths: Sequence[tuple[tuple[str, str], BandDepth]]) -> CovariateChoice:
    return CovariateChoice(names=[name for (file, name), _ in depths if file == path])


def map_name(job: SocMapFields) -> str:
    """What the map is called in tables."""
    return f"map {Path(job.soc_map[0]).stem}"


def depth_of_name(name: str) -> BandDepth | None:
    """What a band is of by its name, such as ``ocd_5-15cm_mean`` or ``soc_density_30cm``; None where it does not tell."""
    of_range, of_point = _RANGE.search(name), _POINT.search(name)
    if of_range:
        return _depth(of_range[1], of_range[2])
    return _depth(of_point[1], of_point[1]) if of_point else None


def _of_this_engine(job: SocMapFields) -> SocMapFields:
    """The settings with unit and depths of a map that this engine made, by the names of its bands, where none are given."""
    if job.soc_map_unit or job.soc_map_depths:
        return job
    known = {name: depth for path in job.soc_map for name, _ in covariate_bands(path) if (depth := band_depth(name)) is not None}
    if not known:
        return job
    return replace(job, soc_map_unit=SOC_DENSITY_UNIT, soc_map_depths=tuple(f"{name}={100.0 * depth:g}" for name, depth in known.items()))


def _depth(top: str, bottom: str) -> BandDepth | None:
    depth = BandDepth(float(top) / 100.0, float(bottom) / 100.0)
    return depth if depth.thickness >= 0.0 else None


def _depths(job: SocMapFields) -> list[tuple[tuple[str, str], BandDepth]]:
    """The bands to read, each as file and name, and what they are of, shallow ones first."""
    if job.soc_map_unit not in {**_DENSITIES, **_STOCKS}:
        raise JobError("The map of SOC needs a unit.", f"Set soc_map_unit to one of {', '.join({**_DENSITIES, **_STOCKS})}.")
    bands = [(path, name) for path in job.soc_map for name, _ in covariate_bands(path)]
    depths = _given(job.soc_map_depths, bands) if job.soc_map_depths else {band: depth_of_name(band[1]) for band in bands}
    listed = ", ".join(name for _, name in bands)
    whole = {band: depth for band, depth in depths.items() if depth is not None}
    if len(whole) < len(depths) or len(set(whole.values())) < len(whole):
        raise InputError(
            f"The names of the bands of {job.soc_map[0]} do not give one depth for each band: {listed}.",
            "Set soc_map_depths to the bands to use and their depths in cm, such as name=0-30 or name=30.",
        )
    ranges = {depth.thickness > 0.0 for depth in whole.values()}
    if len(ranges) > 1 or (job.soc_map_unit in _STOCKS and False in ranges):
        raise JobError(
            f"The map of SOC mixes ranges of depth and single depths, or has a stock at a single depth ({job.soc_map_unit}).",
            "Set soc_map_depths to bands of one kind. A stock needs ranges, such as name=0-30.",
        )
    return sorted(whole.items(), key=lambda row: row[1].top)


def _given(rows: Sequence[str], bands: Sequence[tuple[str, str]]) -> dict[tuple[str, str], BandDepth | None]:
    """The bands and depths of ``("name=0-30", ...)``, cm."""
    by_name = {name: (path, name) for path, name in bands}
    if len(by_name) < len(bands):
        raise InputError(
            f"Several bands of the SOC map have the same name: {', '.join(name for _, name in bands)}.",
            "Give each band a different name, so that its depth can be read from it.",
        )
    found: dict[tuple[str, str], BandDepth | None] = {}
    for row in rows:
        name, _, text = (part.strip() for part in row.rpartition("="))
        given = _GIVEN.fullmatch(text.removesuffix("cm").strip())
        if name not in by_name or given is None:
            raise JobError(
                f"soc_map_depths has {row!r}, which is not a band of the map and its depth in cm.",
                f"Write, for example, name=0-30 or name=30. The bands are {', '.join(by_name)}.",
            )
        found[by_name[name]] = _depth(given[1], given[2] or given[1])
    return found


def _factor(unit: str, depth: BandDepth) -> float:
    return _DENSITIES[unit] if unit in _DENSITIES else _STOCKS[unit] / depth.thickness


def _of_points(depths: Sequence[BandDepth], density: np.ndarray, profiles: Profiles) -> np.ndarray:
    """Interpolated at the middle of each layer; nothing above the first and below the last depth. ``density`` is ``(depths, layers)``."""
    at = np.array([depth.top for depth in depths])
    lower = np.clip(np.searchsorted(at, profiles.depth, side="right") - 1, 0, max(len(at) - 2, 0))
    upper = np.minimum(lower + 1, len(at) - 1)
    layer = np.arange(len(profiles.depth))
    gap = np.where(at[upper] > at[lower], at[upper] - at[lower], 1.0)
    share = (profiles.depth - at[lower]) / gap
    soc = density[lower, layer] + share * (density[upper, layer] - density[lower, layer])
    return np.where((profiles.depth >= at[0]) & (profiles.depth <= at[-1]), soc, np.nan)


def _of_ranges(depths: Sequence[BandDepth], density: np.ndarray, profiles: Profiles) -> np.ndarray:
    """Their mean over each layer, weighed by what they cover of it; of a layer without limits that of its middle. ``density`` is
    ``(depths, layers)``."""
    limits = np.isfinite(profiles.top) & np.isfinite(profiles.bottom)
    top = np.where(limits, profiles.top, profiles.depth - 5e-4)
    bottom = np.where(limits, profiles.bottom, profiles.depth + 5e-4)
    cover = np.stack([np.clip(np.minimum(bottom, depth.bottom) - np.maximum(top, depth.top), 0.0, None) for depth in depths])
    cover = np.where(np.isfinite(density), cover, 0.0)
    total = cover.sum(0)
    mean = (cover * np.nan_to_num(density)).sum(0) / np.maximum(total, 1e-9)
    return np.where(total >= LEAST_OVERLAP * (bottom - top), mean, np.nan)
