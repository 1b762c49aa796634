"""The metadata of a layer in its properties: meaning, where its numbers come from, how well the data determine them, how it was made.

All of it comes from the tables and from the tags that the engine writes into a raster. It becomes QGIS's metadata of each layer and, in a
file beside the raster (.qmd), of the raster as a whole.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsLayerMetadata

from ...binn_engine.bands import Band
from ...binn_engine.tables import EVIDENCE, PARAMETERS, PRODUCT_BY_NAME, Product, process_label, unit_label
from ..plain_text import escaped
from ..translation import tr
from .products import open_raster
from .sidecars import qgis_document, write_beside
from .titles import readable_name, variable_name

CLM5_SOURCE = "CLM5 technical note, section 2.21, and parameter file c190829"
_PARAMETERS = {row.name: row for row in PARAMETERS}
# Tags of a run, and what they are in a sentence.
_PROVENANCE = (
    ("method", "{}"),
    ("model", "model {}"),
    ("seed", "seed {}"),
    ("passes", "{} Monte Carlo passes"),
    ("forcing_interpolation", "forcing between its cells: {}"),
    ("engine_version", "engine {}"),
)


@dataclass(frozen=True)
class RasterTags:
    """The tags of a raster and those of each of its bands."""

    whole: dict[str, str]
    bands: tuple[dict[str, str], ...]
    crs: str = ""

    def evidence(self, number: int) -> str:
        """What band ``number`` (from 0) rests on; empty where the engine did not say."""
        return self.bands[number].get("evidence", "") if number < len(self.bands) else ""


def read_tags(path: str) -> RasterTags:
    """The tags of a raster, empty where it cannot be opened. The file is closed at once: one that stays open may not be overwritten."""
    file = open_raster(path)
    if file is None:
        return RasterTags({}, ())
    bands = tuple(_safe(file.GetRasterBand(number).GetMetadata()) for number in range(1, file.RasterCount + 1))
    return RasterTags(_safe(file.GetMetadata()), bands, file.GetProjection())


def _safe(tags: dict[str, str] | None) -> dict[str, str]:
    """The tags of a file, which QGIS shows as HTML, as text."""
    return {name: escaped(str(value)) for name, value in (tags or {}).items()}


def band_metadata(band: Band, number: int, product: Product, tags: RasterTags, title: str) -> QgsLayerMetadata:
    """The metadata of the layer that shows band ``number`` (from 0) of a raster.

    Parameters
    ----------
    band
        Name, unit and meaning of the band.
    number
        Of the band, from 0.
    product, tags
        Of the raster.
    title
        Of the layer.
    """
    details = tags.bands[number] if number < len(tags.bands) else {}
    sentences = [f"{band.meaning}.", _unit(band), *_definition(band, product, tags), *_identifiability(details)]
    sentences += _of_run(tags)
    return _metadata(title, sentences, product, tags)


def file_metadata(bands: tuple[Band, ...], product: Product, tags: RasterTags) -> QgsLayerMetadata:
    """The metadata of a whole raster: what each band is, and what it rests on."""
    lines = [f"{product.meaning}."]
    for number, band in enumerate(bands):
        evidence, name = tags.evidence(number), readable_name(band.name).partition(":")[0]
        lines.append(f"Band {number + 1}, {name}: {band.meaning}. {_unit(band)}{f' Based on: {evidence}.' if evidence else ''}")
    lines += _of_run(tags)
    return _metadata(product.title, lines, product, tags, "\n")


def _metadata(title: str, sentences: list[str], product: Product, tags: RasterTags, between: str = " ") -> QgsLayerMetadata:
    metadata = QgsLayerMetadata()
    metadata.setType("dataset")
    metadata.setLanguage("en")
    metadata.setTitle(title)
    metadata.setAbstract(between.join(sentences))
    metadata.setKeywords({"BINN": [product.group, product.name], "gmd:topicCategory": ["geoscientificInformation"]})
    metadata.addHistoryItem(provenance(tags))
    if tags.crs:
        metadata.setCrs(QgsCoordinateReferenceSystem.fromWkt(tags.crs))
    return metadata


def _of_run(tags: RasterTags) -> list[str]:
    """What the engine says of the run: what the uncertainty is, and pixels that are too far from the forcing."""
    uncertainty, beyond = tags.whole.get("uncertainty"), tags.whole.get("beyond_forcing")
    return [*([f"Uncertainty: {uncertainty}."] if uncertainty else []), *([f"{beyond}."] if beyond else [])]


def provenance(tags: RasterTags) -> str:
    """How a raster was made, in a sentence, from its tags."""
    told = [words.format(tags.whole[name]) for name, words in _PROVENANCE if tags.whole.get(name)]
    maker = "a statistical model, not with BINN" if tags.whole.get("method") else "BINN"
    return f"Mapped with {maker}: {', '.join(told)}." if told else f"Mapped with {maker}."


def _unit(band: Band) -> str:
    return "No unit." if band.unit == "1" else f"Unit: {unit_label(band.unit)}."


def _definition(band: Band, product: Product, tags: RasterTags) -> list[str]:
    """Where a variable belongs and where its numbers come from."""
    name = band.name.split()[0]
    parameter = _PARAMETERS.get(name) if product.variables == "parameters" else None
    if parameter is not None:
        unit = "" if parameter.unit == "1" else f" {parameter.unit}"
        return [
            f"{parameter.symbol} of the process: {process_label(parameter.group).lower()}.",
            f"Learned between {parameter.lower:g} and {parameter.upper:g}{unit}.",
            f"CLM5's own value is {parameter.default:g}{unit} ({CLM5_SOURCE}).",
        ]
    if product.variables == "processes":
        return ["Computed by the CLM5 soil carbon model from the parameters at each pixel."]
    if product.variables == "soc" and tags.whole.get("method"):
        return [f"Predicted from covariates and depth by a statistical model ({tags.whole['method']}), without a soil carbon model."]
    if product.variables in ("soc", "ages"):
        return ["Computed by the CLM5 soil carbon model at steady state."]
    if product.variables == "series":
        return ["Computed year by year by the CLM5 soil carbon model in a scenario. The report of the run lists what was assumed."]
    return []


def _identifiability(details: dict[str, str]) -> list[str]:
    """What the data say of a parameter, as the engine wrote it beside the band."""
    evidence = details.get("evidence", "")
    if not evidence:
        return []
    sentences = [f"Based on: {evidence}."]
    if evidence == EVIDENCE["prior"]:
        sentences.append("Do not interpret its pattern on the map: the data contain no information about it.")
    ratio = details.get("posterior_over_prior_sd")
    if ratio:
        with suppress(ValueError):  # a tag that somebody changed
            sentences.append(f"Its posterior is {float(ratio):.2f} times as wide as its prior.")
    partner = details.get("correlated_with")
    if partner and partner != "None":
        sentences.append(f"Hard to distinguish from: {variable_name(partner)}.")
    return sentences


def write_metadata(raster: str, bands: tuple[Band, ...], product: str) -> Path:
    """Write a raster's metadata beside it (.qmd), where QGIS finds it; returns its path.

    Raises
    ------
    OutputError
        Naming the file that cannot be written.
    """
    document, root = qgis_document("qgis")
    file_metadata(bands, PRODUCT_BY_NAME[product], read_tags(raster)).writeMetadataXml(root, document)
    return write_beside(raster, ".qmd", document, tr("The metadata {path} cannot be written: {reason}."))
