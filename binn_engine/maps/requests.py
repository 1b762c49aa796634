"""What a job asks to map, and whether it can be had."""

from __future__ import annotations

from collections.abc import Sequence

from ..bands import product_bands
from ..covariates.bands import covariate_bands
from ..errors import InputError, JobError
from ..model.spread import Spread
from ..running.callbacks import Warn
from ..settings import KNOWN_TRUTHS, Job, SocMapJob
from ..tables import PRODUCT_BY_NAME, PRODUCT_NAMES


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
