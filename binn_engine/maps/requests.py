"""What a job asks to map, and whether it can be had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rasterio.windows import Window

from ..bands import Band, product_bands
from ..covariates.bands import covariate_bands
from ..covariates.grids import Grid
from ..errors import InputError, JobError
from ..model.spread import Spread
from ..running.callbacks import Warn
from ..settings import KNOWN_TRUTHS, Job, SocMapJob
from ..tables import PRODUCT_BY_NAME, PRODUCT_NAMES
from ..zones.coverage import MapCoverage
from .sites import PixelModel


@dataclass(frozen=True)
class MapRequest:
    """Maps to make.

    Parameters
    ----------
    sites
        What computes pixels.
    rasters, names
        The rasters to read, and the names of the bands, in the order in which ``sites`` takes them.
    grid, window
        The grid of the maps, and the part of it to map.
    bands
        The bands of each product, in their order.
    tags, uncertainty
        What the rasters say of the run; and of the spread of each product.
    others
        Fields of the job that name further outputs.
    zones
        Over which draws are summed; None: over none.
    further
        How many of the names, the last ones, are no covariates of the model.
    totals
        What the sums over zones are of, in words: finished tiles with other sums are not taken up.
    """

    sites: PixelModel
    rasters: Sequence[str]
    names: Sequence[str]
    grid: Grid
    window: Window
    bands: Mapping[str, tuple[Band, ...]]
    tags: Mapping[str, str]
    uncertainty: Mapping[str, str]
    others: Sequence[str] = ()
    zones: MapCoverage | None = None
    further: int = 0
    totals: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """The number of bands of each product, in their order."""
        return {name: len(bands) for name, bands in self.bands.items()}


def chosen_maps(job: Job, names: Sequence[str]) -> list[str]:
    """The products that the job names a file for; raises :class:`JobError` where there is none."""
    chosen = [name for name in names if getattr(job, name)]
    if not chosen:
        raise JobError("No map was chosen.", f"Give a file name for at least one of {', '.join(names)}.")
    return chosen


def wanted_products(job: SocMapJob) -> list[str]:
    """Names of the products that the job names a file for; raises :class:`JobError` where there is none, or one lacks a setting."""
    possible = [name for name in PRODUCT_NAMES if hasattr(job, name)]
    wanted = chosen_maps(job, possible)
    if any(name.endswith("_quantiles") for name in wanted) and not job.quantiles:
        raise JobError("Maps of quantiles were chosen, but no quantile was given.", "Give quantiles, for example 0.05, 0.5, 0.95.")
    if job.soc_exceedance and not job.thresholds:
        raise JobError(
            "The map of the probability of exceedance was chosen, but no threshold was given.", "Give a threshold, for example 0-30=5."
        )
    return wanted


def check_spread(spread: Spread, products: list[str]) -> None:
    """Raise :class:`JobError` where a product needs draws that ``spread`` does not give.

    Parameters
    ----------
    spread
        That a job asks for.
    products
        Names of those that it maps.
    """
    lacking = [name for name in products if PRODUCT_BY_NAME[name].needs_draws]
    if lacking and not spread.active:
        raise JobError(
            f"{', '.join(lacking)} need several predictions at each pixel, but passes is 0.",
            "Set passes, for example, to 50, or set spread to ensemble.",
        )


def check_truths(job: SocMapJob, products: list[str], warn: Warn) -> None:
    """Raise :class:`InputError` for a known truth with which the report could compare nothing, before any work is done; warn of one that
    is not compared, for want of a report or of its product."""
    for product, name in KNOWN_TRUTHS.items():
        path = getattr(job, name, "")
        if not path:
            continue
        lacking = [lack for lack, there in (("report", job.report), (f"maps of {product}", product in products)) if not there]
        if lacking:
            warn("truth_unused", f"{name} is not compared with a map, because the run does not write {' and '.join(lacking)}.")
        names = [band.name for band in product_bands(PRODUCT_BY_NAME[product], job.depths, job.quantiles)]
        there = [name for name, _ in covariate_bands(path)]
        if not set(names) & set(there):
            raise InputError(
                f"The raster {path}, given as {name}, has no band that is named like a band of {product}: its bands "
                f"are {', '.join(there)}.",
                f"Give its bands the names of the map's bands, for example {names[0]!r}.",
            )
