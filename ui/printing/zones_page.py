"""The page of zones: their map, the total of all of them with its interval, the largest ones, and how these were computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsVectorLayer, QgsVectorLayerSimpleLabeling

from ...binn_engine.errors import InputError
from ...binn_engine.tables import BY_PROFILES, MAPPED_SHARE, RAW_SPREAD
from ..layers.places import model_file
from ..layers.products import open_raster
from ..layers.titles import layer_title, uncertainty_words
from ..layers.zone_layer import ZoneLook
from ..translation import tr
from .parts import PagePart, PrintPage

LARGEST = 12  # zones that are listed
RAW = "passes"  # what the record calls the assumption of an interval that is the spread of the passes alone


def zones_page(files: Mapping[str, str], record: Mapping[str, Any]) -> PrintPage | None:
    """The zones with their stocks; None where there are no zones.

    Raises
    ------
    InputError
        For a layer without soil carbon.
    """
    if "zones" not in files:
        return None
    job, metrics = record.get("job") or {}, record.get("metrics") or {}
    name_field = str(job.get("id_field") or "")

    def layer() -> QgsVectorLayer:
        made = QgsVectorLayer(files["zones"], "", "ogr", QgsVectorLayer.LayerOptions(False))
        ZoneLook(made, name_field).give()
        labels = made.labeling().settings()
        labels.fitInPolygonOnly = True  # rather than one over the other
        made.setLabeling(QgsVectorLayerSimpleLabeling(labels))
        return made

    look = ZoneLook(QgsVectorLayer(files["zones"], "", "ogr", QgsVectorLayer.LayerOptions(False)), name_field)
    if not look.bands:
        raise InputError(tr("The layer {path} has no zones with soil carbon.").format(path=files["zones"]), tr("Choose a layer of zones."))
    kind = _uncertainty(job, metrics)
    rows = [*_total(look, job, metrics, kind), *_largest(look), *_partly(look)]
    note = tr("Colours: mean of every zone. Labels: its name and its total.")
    part = PagePart(layer, layer_title(look.main), note, rows=rows)
    model = _model(job)
    origin = [tr("Model: {name}.").format(name=model)] if model else []
    origin += [tr("Intervals: {uncertainty}.").format(uncertainty=uncertainty_words(kind))] if kind else []
    return PrintPage("zones", tr("Soil carbon by zone"), (part,), files["zones"], tuple(origin))


def _total(look: ZoneLook, job: Mapping[str, Any], metrics: Mapping[str, Any], kind: str) -> list[str]:
    """Lines with the total of all zones, in which land of several zones counts once; none where the record does not have it."""
    row = (metrics.get("total") or {}).get(look.main.name) or {}
    if "value" not in row:
        return []
    limits = (row["low"], row["high"]) if "low" in row and "high" in row else ()
    lines = [tr("All zones together:"), look.unit.text(row["value"], *limits)]
    if limits:
        lines.append(tr("In brackets: interval of {percent} %").format(percent=f"{100 * float(job.get('interval') or 0.9):g}"))
        lines += [uncertainty_words(kind)] if kind == RAW_SPREAD else []
    return [*lines, ""]


def _largest(look: ZoneLook) -> list[str]:
    lines = look.largest(LARGEST)
    if not lines:
        return []
    heading = tr("Largest stocks, with their intervals:") if lines[0].endswith(")") else tr("Largest stocks:")
    return [heading, *lines]


def _partly(look: ZoneLook) -> list[str]:
    """Lines that say that totals are those of a part of some zones; none where all are mapped whole."""
    parts = look.mapped_parts(MAPPED_SHARE)
    if not parts:
        return []
    name, share = min(parts.items(), key=lambda part: part[1])
    return [
        "",
        tr("Zones that are only partly mapped: {count}").format(count=len(parts)),
        tr("Their stocks are those of the mapped part"),
        tr("(smallest part: {name}, {percent} %).").format(name=name, percent=f"{100 * share:.0f}"),
    ]


def _model(job: Mapping[str, Any]) -> str:
    """The file of the model by which the zones were computed, or by which their map was; empty where that is not known."""
    path = str(job.get("model") or "")
    for name in ("soc", "processes"):
        path = path or _tag(str(job.get(name) or ""), "model")
    return model_file(path) if path else ""


def _uncertainty(job: Mapping[str, Any], metrics: Mapping[str, Any]) -> str:
    """What the intervals are, as the maps or the run's record have it; empty where there are none, or nothing is known of them."""
    if not metrics.get("assumption"):
        return ""
    if job.get("model"):
        return RAW_SPREAD if metrics["assumption"] == RAW else BY_PROFILES
    return next((told for name in ("soc_sd", "processes_sd") if (told := _tag(str(job.get(name) or ""), "uncertainty"))), "")


def _tag(path: str, name: str) -> str:
    """What a raster of BINN says of its run; empty where there is none."""
    file = open_raster(path) if path else None
    return ((file.GetMetadata() or {}) if file is not None else {}).get(name, "")
