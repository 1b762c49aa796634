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
    TRUTHS,
)
from .evaluation import EvaluateJob
from .fields import (
    BeyondForcingFields,
    ClusterFields,
    ForcingDistanceFields,
    LearningFields,
    PathKind,
    ProfileFields,
    SampleFields,
    element_type,
)
from .inputs import BuildForcingJob, ExampleJob, PrepareProfilesJob
from .learning import CalibrationJob, CrossvalidateJob, FoldFields, RecoveryJob, TrainJob
from .maps import PredictJob, PredictTilesJob, SimulateJob, StreamingFields, ZonalJob
from .proda import CompareJob, ProdaInvertJob, ProdaUpscaleJob
from .projection import ProjectJob, ScenarioFields
from .soc_maps import SocMapFields

Job = typing.Union[
    ExampleJob,
    BuildForcingJob,
    PrepareProfilesJob,
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
    ProdaInvertJob,
    ProdaUpscaleJob,
    CompareJob,
]
LearningJob = typing.Union[TrainJob, CrossvalidateJob, RecoveryJob, CalibrationJob]  # jobs with LearningFields
MapJob = typing.Union[PredictJob, ProjectJob]  # jobs whose maps are planned and streamed
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
    "LearningFields",
    "LearningJob",
    "MapJob",
    "PathKind",
    "PredictJob",
    "PredictTilesJob",
    "PrepareProfilesJob",
    "ProdaInvertJob",
    "ProdaUpscaleJob",
    "ProfileFields",
    "ProjectJob",
    "RecoveryJob",
    "SampleFields",
    "ScenarioFields",
    "SimulateJob",
    "SocMapFields",
    "StreamingFields",
    "TrainJob",
    "ZonalJob",
    "element_type",
]
