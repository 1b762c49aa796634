"""A summary of a place in words."""

from __future__ import annotations

from ..layers.titles import uncertainty_words
from ..translation import tr
from .drawing import described
from .place import Place


def place_words(place: Place | None, has_run: bool) -> str:
    """The place, its SOC stocks, and what their interval is; or what to do where there is none."""
    if not has_run:
        return tr('The project has no BINN maps. Run "Predict maps", or add rasters that it wrote, or open a folder of maps.')
    if place is None:
        return tr("Click on the map, or move the cursor over it with Follow.")
    if not place.somewhere:
        return tr("This place cannot be converted to the coordinate reference system of the maps.")
    where = f"{place.longitude:.5f}°, {place.latitude:.5f}°"
    if not place.on_map:
        return tr("{0}: the maps have no value here.").format(where)
    stocks = [f"{name.replace('SOC stock ', '')}: {described(estimate, 'kgC/m²')}" for name, estimate in place.stocks]
    kind = place.intervals["soc"].kind if "soc" in place.intervals else ""
    return "\n".join(filter(None, (where, *stocks, uncertainty_words(kind))))


def domain_words(place: Place) -> str:
    """The warning of a place outside the model's domain."""
    domain = place.parts.get("domain", {})
    text = tr("Outside the model's domain: do not trust these values. Dissimilarity {0}, out of range {1}; the limit is 1.")
    return text.format(*(described(domain[name]) for name in ("dissimilarity", "out of range")))
