"""``binn:predicttiles``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...binn_engine.settings import PredictTilesJob
from ..translation import mark
from .shared.base import EngineAlgorithm
from .shared.checklist import TILES_HELP, Checklist, chosen, of_uncertainty
from .shared.layers import FieldName, Table
from .shared.mapping import COMPUTING, DEFAULT_PASSES, SPREAD
from .shared.model_file import ModelFile
from .shared.outputs import OutputFolder
from .shared.parameters import Call, InputFiles, Number, Rows
from .shared.profiles import FORCING_FILES

HELP = mark(
    "Largest number of Monte Carlo dropout passes. In each pass, the prediction is repeated with random parts of the network left out. "
    "0: 20 passes if a map of uncertainty is ticked in 'What to map', otherwise none."
)


@dataclass(frozen=True)
class Products(Rows):
    """The maps by their names: where they are left as they are, what is ticked in the checklist counts."""

    def values(self, call: Call) -> dict[str, Any]:
        typed = super().values(call)
        untouched = typed.get(self.field, ()) in ((), self.row(call.algorithm.job).default)
        return {self.field: chosen(call)} if untouched and call.is_given("MAPS") else typed


@dataclass(frozen=True)
class TilePasses(Number):
    """The number of passes: where it is 0 and the checklist asks for uncertainty, as many as for single maps."""

    def help(self, job: type) -> str:
        return HELP

    def values(self, call: Call) -> dict[str, Any]:
        found = super().values(call)
        ensemble = call.algorithm.parameterAsEnumString(call.parameters, "SPREAD", call.context) == "ensemble"
        wanted = call.is_given("MAPS") and of_uncertainty(chosen(call))
        return {self.field: DEFAULT_PASSES} if wanted and not ensemble and not found.get(self.field) else found


@dataclass(frozen=True)
class TilesFolder(OutputFolder):
    """The folder of the tiles' maps, their mosaics and their table."""

    def patterns(self, call: Call) -> tuple[str, ...]:
        row = next(row for row in call.algorithm.declared if isinstance(row, Products))
        products = row.values(call).get(row.field) or PredictTilesJob.products
        return ("tiles.csv", *(pattern for name in products for pattern in (f"*_{name}.tif", f"{name}.vrt", f"{name}_*.vrt")))


class PredictTilesAlgorithm(EngineAlgorithm):
    """Map the tiles of an index."""

    id_ = "predicttiles"
    group_ = "maps"
    title = "Predict maps tile by tile"
    brief = "Maps every tile of a tile index, and combines the maps in virtual mosaics."
    summary = (
        "Maps soil organic carbon (SOC), the processes that govern it and their parameters for every feature "
        "of a tile index. A tile index is a layer or table with one feature per tile, whose fields contain "
        "the paths of the tile's covariate rasters. You can make one with GDAL's 'Tile index'. Paths are "
        "absolute, or relative to the file of the index. Several paths in one field are separated by "
        "semicolons.\n\nThe output folder contains NAME_product.tif for every tile, a virtual mosaic "
        "(product.vrt) of all tiles, and a table (tiles.csv) with the result of each tile. If a tile fails, "
        "this is reported at the end; the other tiles are still mapped. The algorithm fails only if all "
        "tiles fail. If you run it again, it maps the tiles that are missing and those whose inputs or "
        "settings have changed."
    )
    takes = (
        "Example: a tile index with the fields name and covariates, the latter with the paths of each tile's rasters. It takes "
        "as long as 'Predict maps' for the pixels of all tiles together."
    )
    words = ("map", "predict", "tile index", "batch", "mosaic", "vrt", "resume")
    job = PredictTilesJob
    scored = True
    basic = ("TILES", "MODEL", "FORCING", "DEPTHS", "PASSES", "MAPS", "OUTPUT")
    declared = (
        Table("TILES", "Tile index", "tiles"),
        Rows("PATH_FIELDS", "Fields with paths of covariate rasters", "path_fields"),
        FieldName("NAME_FIELD", "Field with the tiles' names", "name_field", parent="TILES"),
        ModelFile("MODEL", "Trained model", "model"),
        InputFiles("FORCING", "CLM5 forcing for all tiles", "forcing", filter=FORCING_FILES),
        FieldName("FORCING_FIELD", "Field with each tile's own forcing", "forcing_field", parent="TILES"),
        Products("PRODUCTS", "Maps to write", "products"),
        Rows("DEPTHS", "Depths of SOC (m)", "depths"),
        TilePasses("PASSES", "Number of Monte Carlo passes", "passes", minimum=0),
        *SPREAD[1:],
        Rows("QUANTILES", "Quantiles", "quantiles"),
        Rows("THRESHOLDS", "Exceedance thresholds (e.g. 0-30=5)", "thresholds"),
        Number("SEED", "Random seed of the passes", "seed", minimum=0),
        Number("TILE_SIZE", "Size of the parts in which a tile is mapped (pixels; 0: automatic)", "tile_size", minimum=0),
        *COMPUTING,
        Checklist("MAPS", "What to map", about=TILES_HELP),
        TilesFolder("OUTPUT", "Output folder", "folder"),
    )
