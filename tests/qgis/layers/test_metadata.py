"""What layers say of themselves, and the layer of all depths, on rasters of known values."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from landscape import DEPTHS, PRIOR, QUANTILES, write_landscape
from qgis.core import Qgis, QgsRasterLayer


@pytest.fixture(scope="module")
def maps(tmp_path_factory):
    """Paths of some rasters by product."""
    return write_landscape(tmp_path_factory.mktemp("hills"), 16, ("soc", "soc_sd", "processes", "parameters"))


def described(maps, product, name):
    """The metadata of the layer of a band."""
    from binn.binn_engine.bands import product_bands
    from binn.binn_engine.tables import PRODUCT_BY_NAME
    from binn.ui.layers.metadata import band_metadata, read_tags

    row = PRODUCT_BY_NAME[product]
    bands = product_bands(row, DEPTHS, QUANTILES)
    number = next(number for number, band in enumerate(bands) if band.name == name)
    return band_metadata(bands[number], number, row, read_tags(maps[product]), "a title")


def test_a_parameters_layer_says_meaning_bounds_source_and_what_it_rests_on(qgis_app, maps):
    text = described(maps, "parameters", PRIOR).abstract()
    for part in (
        "Turnover time of coarse woody debris.",
        "Unit: yr.",
        "process: baseline decomposition.",
        "between 1 and 6 yr.",
        "CLM5's own value is 3.333 yr (CLM5 technical note",
        "Based on: prior, not data.",
        "Do not interpret its pattern",
        "0.97 times as wide as its prior",
    ):
        assert part in text
    assert "Do not interpret its pattern" not in described(maps, "parameters", "q10").abstract()


def test_provenance_and_keywords_come_from_the_tags(qgis_app, maps):
    metadata = described(maps, "soc_sd", "SOC density at 5 cm sd")
    assert metadata.history() == ["Mapped with BINN: model hills.safetensors, seed 1, 50 Monte Carlo passes, engine 1."]
    assert metadata.keywords("BINN") == ["Uncertainty", "soc_sd"]
    assert metadata.crs().authid() == "EPSG:32618"
    assert "Uncertainty: raw spread, not calibrated." in metadata.abstract()


def test_a_raster_opened_by_hand_says_what_it_is(qgis_app, maps, tmp_path):
    from binn.binn_engine.bands import product_bands
    from binn.binn_engine.tables import PRODUCT_BY_NAME
    from binn.ui.layers.metadata import write_metadata

    path = shutil.copy(maps["parameters"], tmp_path / "p.tif")
    assert write_metadata(str(path), product_bands(PRODUCT_BY_NAME["parameters"], DEPTHS, ()), "parameters") == tmp_path / "p.qmd"
    layer = QgsRasterLayer(str(path), "by hand", "gdal")
    message, loaded = layer.loadDefaultMetadata()
    assert loaded, message
    assert "Band 5, tau_cwd: Turnover time of coarse woody debris. Unit: yr. Based on: prior, not data." in layer.metadata().abstract()
    assert layer.metadata().title() == "Parameters"


def test_metadata_that_cannot_be_written_names_the_file(qgis_app, tmp_path):
    from binn.binn_engine.errors import OutputError
    from binn.ui.layers.metadata import write_metadata

    (tmp_path / "soc.qmd").mkdir()
    with pytest.raises(OutputError, match=r"soc\.qmd"):
        write_metadata(str(tmp_path / "soc.tif"), (), "soc")


def test_ranges_of_depth_meet_and_hold_their_depths():
    from binn.ui.layers.depth_layer import depth_ranges

    depths = (0.3, 0.05, 1.0, 0.15)
    ranges = dict(zip(depths, depth_ranges(depths)))
    assert all(lower < -depth < upper for depth, (lower, upper) in ranges.items())
    ordered = [ranges[depth] for depth in sorted(depths)]
    assert ordered[0][1] == 0.0
    assert [row[0] for row in ordered[:-1]] == [row[1] for row in ordered[1:]]


def test_one_layer_holds_all_depths_where_qgis_can_move_through_them(qgis_app, maps):
    from binn.binn_engine.bands import value_bands
    from binn.binn_engine.tables import PRODUCT_BY_NAME
    from binn.ui.layers.depth_layer import depth_layer, depth_ranges

    layer = depth_layer(maps["soc"], DEPTHS, value_bands("soc", DEPTHS)[0], PRODUCT_BY_NAME["soc"])
    if not hasattr(Qgis, "RasterElevationMode"):
        assert layer is None
        return
    properties = layer.elevationProperties()
    assert properties.hasElevation()
    found = {number: (kept.lower(), kept.upper()) for number, kept in properties.fixedRangePerBand().items()}
    assert found == dict(enumerate(depth_ranges(DEPTHS), 1))
    assert Path(layer.source()) == Path(maps["soc"])


READ_TAGS = """
import sys
from osgeo import gdal
gdal.UseExceptions() if sys.argv[2] == "raises" else gdal.DontUseExceptions()
sys.path.insert(0, sys.argv[1])
from binn.ui.layers.metadata import RasterTags, read_tags
assert gdal.GetUseExceptions() == (sys.argv[2] == "raises")
assert read_tags(sys.argv[3]) == RasterTags({}, ())
"""


@pytest.mark.parametrize("gdal", ["raises", "returns"])
def test_a_raster_that_cannot_be_opened_has_no_tags_whether_gdal_raises_or_not(qgis_app, tmp_path, gdal):
    """In a process of its own: QGIS 3.40 has exceptions of GDAL's modules on, which cannot be switched off in any other order."""
    import binn

    plugins = Path(binn.__file__).parents[1]
    words = [sys.executable, "-c", READ_TAGS, str(plugins), gdal, str(tmp_path / "absent.tif")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_provenance_says_how_the_forcing_was_read(qgis_app):
    from binn.ui.layers.metadata import RasterTags, provenance

    told = provenance(RasterTags({"model": "hills.safetensors", "forcing_interpolation": "bilinear"}, ()))
    assert told == "Mapped with BINN: model hills.safetensors, forcing between its cells: bilinear."


def test_pixels_that_are_too_far_from_the_forcing_are_told_in_the_layer(qgis_app):
    from binn.binn_engine.bands import value_bands
    from binn.binn_engine.tables import PRODUCT_BY_NAME
    from binn.ui.layers.metadata import RasterTags, band_metadata, file_metadata

    told = "12 pixels have no value, because they are more than 3 forcing cells (167 km) from the nearest forcing cell (up to 900 km)"
    tags, bands, product = RasterTags({"beyond_forcing": told}, ()), value_bands("soc"), PRODUCT_BY_NAME["soc"]
    for made in (band_metadata(bands[0], 0, product, tags, "SOC"), file_metadata(bands, product, tags)):
        assert f"{told}." in made.abstract()
