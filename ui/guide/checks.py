"""What the guide says of the inputs: quick checks of their places and names. Values are checked by the engine when a step runs."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsGeometry

from ..translation import tr
from .places import LARGEST_LATITUDE, ProfilePlaces, RasterFacts, outside, places_outside
from .reach import ForcingExtent

FINE, NOTE, WARNING = "fine", "note", "warning"
MOST_NAMED = 3
FROM_FORCING = "forcing: "  # covariates that the engine computes from the forcing
# Names in a model's card: of models, and of tests.
BINN, CURVE, BLOCKED, RANDOM = "BINN", "depth curve", "blocked test", "random test"
ALL_DEPTHS = "all"
CARD_LIMIT = 64 * 2**20  # bytes of a checkpoint's header that are read


@dataclass(frozen=True)
class Finding:
    """A sentence about an input: ``fine``, a ``note`` or a ``warning``."""

    kind: str
    text: str


def named(names: Sequence[str]) -> str:
    """The first names, in quotes.

    >>> named(["a", "b", "c", "d"])
    "'a', 'b', 'c', ..."
    """
    return ", ".join(f"'{name}'" for name in names[:MOST_NAMED]) + (", ..." if len(names) > MOST_NAMED else "")


def raster_findings(rasters: Sequence[RasterFacts]) -> list[Finding]:
    """Rasters that cannot be used, that do not overlap, and bands of one name."""
    found = [Finding(WARNING, raster.problem) for raster in rasters if raster.problem]
    apart = [raster.name for raster in rasters if raster.outline is not None and _apart(raster, rasters)]
    if apart:
        found.append(
            Finding(
                WARNING,
                tr("These rasters do not overlap with the others: {names}. Check their CRS, or choose other rasters.").format(
                    names=named(apart)
                ),
            )
        )
    bands = [band for raster in rasters for band in raster.bands]
    twice = sorted({band for band in bands if bands.count(band) > 1})
    if twice:
        found.append(
            Finding(
                WARNING,
                tr("Several rasters have a covariate of the same name: {names}. Choose one of them.").format(names=named(twice)),
            )
        )
    if rasters and not found:
        found.append(Finding(FINE, tr("Rasters: {count}. They overlap and have a coordinate reference system.").format(count=len(rasters))))
    return found


def _apart(raster: RasterFacts, rasters: Sequence[RasterFacts]) -> bool:
    """Whether a raster does not overlap with at least half of the others."""
    others = [other for other in rasters if other is not raster and other.outline is not None]
    return bool(others) and sum(raster.outline.intersects(other.outline) for other in others) * 2 < len(others)


def doubtful_findings(profiles: ProfilePlaces) -> list[Finding]:
    """Rows at 0, 0, and rows with longitude and latitude exchanged."""
    doubtful, found = profiles.doubtful, []
    if doubtful.at_zero:
        text = tr(
            "Rows with the coordinates 0, 0: {count} of {rows}. Often the coordinates are missing: correct them, or leave them empty."
        )
        found.append(Finding(WARNING, text.format(count=doubtful.at_zero, rows=profiles.rows)))
    if doubtful.first is not None:
        text = tr(
            "Rows whose longitude and latitude are probably exchanged: {count} of {rows}, such as x = {x}, y = {y}. Correct them in the "
            "table."
        )
        x, y = (f"{value:.10g}" for value in doubtful.first)
        found.append(Finding(WARNING, text.format(count=doubtful.exchanged, rows=profiles.rows, x=x, y=y)))
    return found


def profile_findings(profiles: ProfilePlaces, rasters: Sequence[RasterFacts]) -> list[Finding]:
    """How many profiles there are, and how many the rasters miss."""
    count = len(profiles.places)
    if profiles.problem:
        return [Finding(WARNING, profiles.problem)]
    if not count:
        return [Finding(NOTE, tr("Rows: {rows}. Their places are known once the profiles are prepared.").format(rows=profiles.rows))]
    found = [Finding(FINE, tr("Rows: {rows}. Profiles at different places: {count}.").format(rows=profiles.rows, count=count))]
    if profiles.wrong:
        x, y = profiles.wrong[0]
        text = tr(
            "These coordinates are not degrees: {wrong} of {count} places, such as x = {x}, y = {y}. Choose the CRS of the coordinate "
            "fields in step 1 or, for a layer of points, set its CRS."
        )
        found.append(Finding(WARNING, text.format(wrong=len(profiles.wrong), count=count, x=f"{x:.10g}", y=f"{y:.10g}")))
    found += doubtful_findings(profiles)
    outlines = [raster.outline for raster in rasters if raster.outline is not None]
    if not outlines or len(profiles.wrong) == count:
        return found
    astray = places_outside(profiles.places, outlines)
    beyond = len(astray)
    if beyond:
        found.append(
            Finding(
                WARNING,
                tr("Profiles outside all rasters: {beyond} of {count}. They are red on the map and are left out.").format(
                    beyond=beyond, count=count
                ),
            )
        )
    turned = [(y, x) for x, y in astray if abs(x) <= LARGEST_LATITUDE]
    back = len(turned) - outside(turned, outlines)
    if back:
        text = tr("Of these, {count} would lie on the rasters if longitude and latitude were exchanged: correct them in the table.")
        found.append(Finding(WARNING, text.format(count=back)))
    missed = {raster.name: outside(profiles.places, [raster.outline]) for raster in rasters if raster.outline is not None}
    most = max(missed, key=lambda name: missed[name])
    if missed[most] > beyond:
        found.append(
            Finding(NOTE, tr("The raster '{name}' does not reach {missed} of the profiles.").format(name=most, missed=missed[most]))
        )
    return found


def forcing_findings(forcing: ForcingExtent, profiles: ProfilePlaces, rasters: Sequence[RasterFacts]) -> list[Finding]:
    """Whether a forcing reaches the profiles and the rasters."""
    if not forcing.is_known:
        return [Finding(NOTE, tr("The area of this forcing cannot be read quickly. It is checked when the training starts."))]
    reach = QgsGeometry.fromRect(forcing.reach)
    beyond = outside(profiles.places, [reach])
    found = []
    outlines = [raster.outline for raster in rasters if raster.outline is not None]
    short = [raster.name for raster in rasters if raster.outline is not None and not reach.intersects(raster.outline)]
    if beyond:
        # What the rasters do not reach either is not in the wrong place because of the forcing.
        astray = bool(outlines) and not short and outside(profiles.places, [reach, *outlines]) == beyond
        text = tr("The forcing does not reach {beyond} of {count} profiles. Such profiles are left out. Choose a forcing of this region.")
        if astray:
            text = tr(
                "Neither the forcing nor the rasters reach {beyond} of {count} profiles. Such profiles are left out. Check their "
                "coordinates, and the CRS of the coordinate fields, in step 1."
            )
        found.append(Finding(WARNING, text.format(beyond=beyond, count=len(profiles.places))))
    if short:
        text = tr("The forcing does not reach the rasters: {names}. Choose a forcing of this region.")
        found.append(Finding(WARNING, text.format(names=named(short))))
    return found or [Finding(FINE, tr("The forcing reaches the profiles and the rasters."))]


def model_card(path: str) -> dict[str, Any]:
    """The card in the file of a trained model; empty where it cannot be read."""
    try:
        with Path(path).open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(length)) if length < CARD_LIMIT else {}
        card = json.loads(header["__metadata__"]["card"])
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return {}
    return card if isinstance(card, dict) else {}


def model_covariates(card: dict[str, Any]) -> tuple[str, ...]:
    """Names of the covariates that a model needs from rasters."""
    rows = card.get("covariates")
    names = [str(row["name"]) for row in rows if isinstance(row, dict) and "name" in row] if isinstance(rows, list) else []
    return tuple(name for name in names if not name.startswith(FROM_FORCING))


def score_findings(card: dict[str, Any]) -> list[Finding]:
    """How well a model predicts profiles that it was not trained on, compared with one curve of SOC against depth for all places. The
    blocked test decides: it is at places without training profiles nearby."""
    scores = {test: tuple(_efficiency(card, model, test) for model in (BINN, CURVE)) for test in (BLOCKED, RANDOM)}
    found = []
    if None not in scores[BLOCKED]:
        own, curve = scores[BLOCKED]
        better = tr(
            "Blocked test, at places without profiles nearby: efficiency (NSE) {own}, better than one depth curve for all places ({curve})."
        )
        worse = tr(
            "Blocked test, at places without profiles nearby: efficiency (NSE) {own}, not better than one depth curve for all places "
            "({curve}). Do not rely on the map. Read the report."
        )
        text = (better if own > curve else worse).format(own=f"{own:.2f}", curve=f"{curve:.2f}")
        found.append(Finding(FINE if own > curve else WARNING, text))
    if None not in scores[RANDOM]:
        own, curve = scores[RANDOM]
        text = tr("Random test: efficiency (NSE) {own}; depth curve: {curve}.").format(own=f"{own:.2f}", curve=f"{curve:.2f}")
        found.append(Finding(NOTE, text))
    return found


def calibration_findings(card: dict[str, Any]) -> list[Finding]:
    """How many held-out observations lie within the calibrated intervals of a model; nothing where it is not calibrated."""
    coverage = card.get("metrics", {}).get("coverage_of_soc") if isinstance(card.get("metrics"), dict) else None
    try:
        split = next(iter(coverage or {}))
        share = float((coverage or {})[split][ALL_DEPTHS]["coverage_90"])
    except (StopIteration, KeyError, TypeError, ValueError):
        return []
    text = tr("Calibrated: {percent} % of the observations that were held out lie within their 90 % intervals.")
    return [Finding(FINE, text.format(percent=f"{100 * share:.0f}"))]


def _efficiency(card: dict[str, Any], model: str, test: str) -> float | None:
    try:
        return float(card["metrics"][model][test]["gC_m3"]["nse"])
    except (KeyError, TypeError, ValueError):
        return None


def model_findings(covariates: Sequence[str], rasters: Sequence[RasterFacts]) -> list[Finding]:
    """Covariates of a model that no raster has; those of the forcing are none of them."""
    bands = {band for raster in rasters for band in raster.bands}
    missing = [name for name in covariates if name not in bands]
    text = tr("The model needs covariates that no raster has: {names}. Add them in step 2.")
    return [Finding(WARNING, text.format(names=named(missing)))] if missing else []
