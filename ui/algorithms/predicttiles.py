"""``binn:predicttiles``."""

from __future__ import annotations

from ...binn_engine.settings import PredictTilesJob
from .base import EngineAlgorithm
from .layers import FieldName, Table
from .mapping import COMPUTING, SPREAD
from .model_file import ModelFile
from .outputs import OutputFolder
from .parameters import InputFiles, Number, Rows
from .profiles import FORCING_FILES


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
    words = ("map", "predict", "tile index", "batch", "mosaic", "vrt", "resume")
    job = PredictTilesJob
    scored = True
    declared = (
        Table("TILES", "Tile index", "tiles"),
        Rows("PATH_FIELDS", "Fields with paths of covariate rasters", "path_fields"),
        FieldName("NAME_FIELD", "Field with the tiles' names", "name_field", parent="TILES"),
        ModelFile("MODEL", "Trained model", "model"),
        InputFiles("FORCING", "CLM5 forcing for all tiles", "forcing", filter=FORCING_FILES),
        FieldName("FORCING_FIELD", "Field with each tile's own forcing", "forcing_field", parent="TILES"),
        Rows("PRODUCTS", "Maps to write", "products"),
        Rows("DEPTHS", "Depths of SOC (m)", "depths"),
        *SPREAD,
        Rows("QUANTILES", "Quantiles", "quantiles", advanced=True),
        Rows("THRESHOLDS", "Exceedance thresholds (e.g. 0-30=5)", "thresholds", advanced=True),
        Number("SEED", "Random seed of the passes", "seed", minimum=0, advanced=True),
        Number("TILE_SIZE", "Size of the parts in which a tile is mapped (pixels; 0: automatic)", "tile_size", minimum=0, advanced=True),
        *COMPUTING,
        OutputFolder("OUTPUT", "Folder for the maps", "folder"),
    )
