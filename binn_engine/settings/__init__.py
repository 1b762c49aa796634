"""The settings of every kind of job: frozen dataclasses, whose fields have a help text.

Plain standard-library Python, since the plugin reads it too. The command line, the toolbox and the job file are made from these fields.
"""

from __future__ import annotations

import typing

from .choices import (
    BEDROCK_MODES,
    BEDROCK_UNITS,
    BEYOND_FORCING,
    DEPTH_UNITS,
    DEVICES,
    ENCODERS,
    FORCING_INTERPOLATIONS,
    INTERVALS,
    KNOWN_TRUTHS,
    LAYOUTS,
    LITTER,
    LOSSES,
    METHODS,
    NPP_UNITS,
    PEDOTRANSFER_NAMES,
    PRECIPITATION_UNITS,
    PRECISIONS,
    PRIORS,
    RECIPES,
    SAMPLING,
    SOC_UNITS,
    SPLITS,
    SPREADS,
    TEACHERS,
    TEMPERATURE_UNITS,
    TEXTURE_UNITS,
    TREE_METHODS,
    TRUTHS,
)
from .cluster import ClusterFields
from .evaluation import EvaluateJob
from .fields import (
    BeyondForcingFields,
    ForcingDistanceFields,
    LayerFields,
    PathKind,
    ProfileFields,
    RasterSampleFields,
    SampleFields,
    element_type,
)
from .inputs import BuildForcingJob, ExampleJob, PrepareProfilesJob
from .learning import CalibrationJob, CrossvalidateJob, FoldFields, LearningFields, RecoveryJob, TrainJob
from .map_fields import StreamingFields, TileFields
from .maps import PredictJob, PredictTilesJob, SimulateJob, ZonalJob
from .proda import CompareJob, ProdaInvertJob, ProdaUpscaleJob
from .projection import ProjectJob, ScenarioFields
from .radiocarbon import PrepareRadiocarbonJob, RadiocarbonFields, RadiocarbonUseFields
from .soc_maps import SocMapFields
from .statistical_map import StatisticalMapJob

Job = typing.Union[
    ExampleJob,
    BuildForcingJob,
    PrepareProfilesJob,
    PrepareRadiocarbonJob,
    TrainJob,
    CrossvalidateJob,
    RecoveryJob,
    CalibrationJob,
    EvaluateJob,
    PredictJob,
    PredictTilesJob,
    ProjectJob,
    ZonalJob,
    SimulateJob,
    StatisticalMapJob,
    ProdaInvertJob,
    ProdaUpscaleJob,
    CompareJob,
]
LearningJob = typing.Union[TrainJob, CrossvalidateJob, RecoveryJob, CalibrationJob]  # jobs with LearningFields
SocMapJob = typing.Union[PredictJob, StatisticalMapJob]  # jobs that map SOC as it is
MapJob = typing.Union[PredictJob, ProjectJob, StatisticalMapJob]  # jobs whose maps are planned and streamed
JOBS: dict[str, type] = {job.kind: job for job in typing.get_args(Job)}

__all__ = [
    "BEDROCK_MODES",
    "BEDROCK_UNITS",
    "BEYOND_FORCING",
    "DEPTH_UNITS",
    "DEVICES",
    "ENCODERS",
    "FORCING_INTERPOLATIONS",
    "INTERVALS",
    "JOBS",
    "KNOWN_TRUTHS",
    "LAYOUTS",
    "LITTER",
    "LOSSES",
    "METHODS",
    "NPP_UNITS",
    "PEDOTRANSFER_NAMES",
    "PRECIPITATION_UNITS",
    "PRECISIONS",
    "PRIORS",
    "RECIPES",
    "SAMPLING",
    "SOC_UNITS",
    "SPLITS",
    "SPREADS",
    "TEACHERS",
    "TEMPERATURE_UNITS",
    "TEXTURE_UNITS",
    "TREE_METHODS",
    "TRUTHS",
    "BeyondForcingFields",
    "BuildForcingJob",
    "CalibrationJob",
    "ClusterFields",
    "CompareJob",
    "CrossvalidateJob",
    "EvaluateJob",
    "ExampleJob",
    "FoldFields",
    "ForcingDistanceFields",
    "Job",
    "LayerFields",
    "LearningFields",
    "LearningJob",
    "MapJob",
    "PathKind",
    "PredictJob",
    "PredictTilesJob",
    "PrepareProfilesJob",
    "PrepareRadiocarbonJob",
    "ProdaInvertJob",
    "ProdaUpscaleJob",
    "ProfileFields",
    "ProjectJob",
    "RadiocarbonFields",
    "RadiocarbonUseFields",
    "RasterSampleFields",
    "RecoveryJob",
    "SampleFields",
    "ScenarioFields",
    "SimulateJob",
    "SocMapFields",
    "SocMapJob",
    "StatisticalMapJob",
    "StreamingFields",
    "TileFields",
    "TrainJob",
    "ZonalJob",
    "element_type",
]
