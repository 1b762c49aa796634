"""``binn:predicttiles``."""

from __future__ import annotations

from ...binn_engine.settings import PredictTilesJob
from .base import EngineAlgorithm
from .layers import FieldName, Table
from .mapping import COMPUTING, SPREAD
from .outputs import OutputFolder
from .parameters import InputFile, InputFiles, Number, Rows
from .profiles import CHECKPOINT, FORCING_FILES


class PredictTilesAlgorithm(EngineAlgorithm):
    """Map the tiles of an index."""

    id_ = "predicttiles"
    title = "Map tiles with BINN"
    brief = "Maps tile after tile, as a tile index says, and joins the maps in virtual mosaics."
    summary = (
        "Maps soil organic carbon (SOC), its processes and their parameters for every feature of a tile index: a layer with one feature "
        "per tile, whose fields hold the paths of the tile's covariate rasters, as 'Tile index' of GDAL or a table gives them. Paths "
        "are absolute, or relative to the index's own file; several in a field are separated by semicolons.\n\n"
        "The folder gets NAME_product.tif of every tile, a virtual mosaic (product.vrt) of all, and a table (tiles.csv) of what became of "
        "each. A tile that fails is reported at the end and the rest is mapped; the algorithm fails only where every tile does. "
        "Run again, it maps what is missing, and tiles whose inputs or settings have changed."
    )
    words = ("map", "predict", "tile index", "batch", "mosaic", "vrt", "resume")
    job = PredictTilesJob
    scored = True
    declared = (
        Table("TILES", "Tile index", "tiles"),
        Rows("PATH_FIELDS", "Fields with paths of covariate rasters", "path_fields"),
        FieldName("NAME_FIELD", "Field with the tiles' names", "name_field", parent="TILES"),
        InputFile("MODEL", "Trained model", "model", filter=CHECKPOINT),
        InputFiles("FORCING", "CLM5 forcing of all tiles", "forcing", filter=FORCING_FILES),
        FieldName("FORCING_FIELD", "Field with each tile's own forcing", "forcing_field", parent="TILES"),
        Rows("PRODUCTS", "Products", "products"),
        Rows("DEPTHS", "Depths of SOC (m)", "depths"),
        *SPREAD,
        Rows("QUANTILES", "Quantiles", "quantiles", advanced=True),
        Rows("THRESHOLDS", "Thresholds to exceed", "thresholds", advanced=True),
        Number("SEED", "Seed of the passes", "seed", minimum=0, advanced=True),
        Number("TILE_SIZE", "Parts of a tile (pixels; 0: as memory allows)", "tile_size", minimum=0, advanced=True),
        *COMPUTING,
        OutputFolder("OUTPUT", "Folder of the maps", "folder"),
    )
