"""``binn:zonal``."""

from __future__ import annotations

from ...binn_engine.settings import ZonalJob
from ..translation import tr
from .base import EngineAlgorithm
from .layers import FieldName, Raster, RasterList, Table
from .mapping import BEYOND_FORCING
from .outputs import OutputFile, OutputVector
from .parameters import Call, Choice, InputFile, InputFiles, Number, Rows, Switch, called
from .profiles import CHECKPOINT, FORCING_FILES


class ZonalAlgorithm(EngineAlgorithm):
    """Totals and means over polygons."""

    id_ = "zonal"
    group_ = "maps"
    title = "SOC stocks by zone"
    brief = "Sums soil carbon over polygons, with an uncertainty that includes the spatial correlation of errors."
    summary = (
        "Computes the stock of soil organic carbon (SOC), and the area-weighted mean of SOC and of the six "
        "processes, for every polygon, each with its uncertainty. Areas are computed on the ellipsoid. A "
        "pixel on the edge of a polygon is counted with the fraction of its area inside the polygon.\n\nWith a "
        "trained model, its covariates and its forcing: the model is run over the polygons once for each "
        "Monte Carlo pass. Each pass gives one map. The total of a polygon is computed in each map, so the "
        "spread of these totals includes the spatial correlation between pixels. For a calibrated model (see "
        "'Calibrate BINN'), the errors that the passes do not show are added.\n\nWith only a map of SOC and a "
        "map of its standard deviation: the spatial correlation of the errors is not known. Therefore two "
        "limits are given: for errors that are independent from pixel to pixel, and for errors that are the "
        "same everywhere. With RANGE_KM you give the distance over which errors are correlated. Without it, "
        "the widest uncertainty is used.\n\nPolygons may be in any coordinate reference system, overlap, have "
        "holes, or lie partly outside the map. The report says which polygons are only partly mapped."
    )
    words = ("zonal statistics", "stock", "inventory", "total", "polygon", "area", "uncertainty")
    job = ZonalJob
    scored = True
    declared = (
        Table("POLYGONS", "Polygons", "polygons"),
        FieldName("ID_FIELD", "Field with the polygons' names", "id_field", parent="POLYGONS"),
        InputFile("MODEL", "Trained model", "model", filter=CHECKPOINT),
        RasterList("COVARIATES", "Covariate rasters, for the model", "covariates", another=("SOC", "PROCESSES")),
        InputFiles("FORCING", "CLM5 forcing, for the model", "forcing", filter=FORCING_FILES),
        Raster("SOC", "Map of SOC, without a model", "soc"),
        Raster("SOC_SD", "Map of SOC's standard deviation", "soc_sd"),
        Raster("PROCESSES", "Map of the processes, without a model", "processes"),
        Raster("PROCESSES_SD", "Map of the processes' standard deviation", "processes_sd"),
        Number("RANGE_KM", "Correlation range of errors (km)", "range_km", minimum=0.0),
        Number("INTERVAL", "Probability of intervals", "interval", minimum=0.01, maximum=0.99),
        Number("PASSES", "Number of Monte Carlo passes", "passes", minimum=0),
        Choice("SPREAD", "Source of uncertainty", "spread", advanced=True),
        Switch("CALIBRATED", "Use calibrated uncertainty if the model has it", "calibrated"),
        Number("NUGGET", "Fraction of errors without spatial correlation", "nugget", minimum=0.0, maximum=1.0, advanced=True),
        Raster("GRID", "Grid to run the model on", "grid", advanced=True),
        Rows("DEPTHS", "Depths of SOC (m), for the model", "depths", advanced=True),
        Number("SEED", "Random seed", "seed", minimum=0, advanced=True),
        Number("TILE_SIZE", "Tile size (pixels)", "tile_size", minimum=1, advanced=True),
        *BEYOND_FORCING,
        Choice("PRECISION", "Precision of the CLM5 layer", "precision", advanced=True),
        Choice("DEVICE", "Device", "device", advanced=True),
        OutputVector("OUTPUT", "Zones", "zones"),
        OutputFile("OUTPUT_REPORT", "SOC stocks report", "report", filter="HTML files (*.html)", created=True),
        OutputFile("OUTPUT_CSV", "All numbers as CSV", "csv", filter="CSV files (*.csv)"),
        OutputFile("OUTPUT_JSON", "All numbers as JSON", "json", filter="JSON files (*.json)"),
    )

    def problem(self, call: Call) -> str:
        """A model and maps together, or neither, or a model without what it reads."""
        model, maps = call.given("MODEL"), call.given("SOC") or call.given("PROCESSES")
        if model == maps:
            return tr("Give either {model}, or a map that 'Predict maps' wrote: {maps}.").format(
                model=called(self.declared, "MODEL"), maps=called(self.declared, "SOC", "PROCESSES")
            )
        missing = [name for name in ("COVARIATES", "FORCING") if model and not call.given(name)]
        if missing:
            return tr("If you give a model, you must also give {missing}.").format(missing=called(self.declared, *missing))
        return super().problem(call)
