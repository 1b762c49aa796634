"""Inputs that a project remembers, so that they need not be chosen again."""

from __future__ import annotations

import os
from collections.abc import Iterable

from qgis.core import QgsProject

from ...binn_engine.paths import is_table

SCOPE, COVARIATES = "binn", "covariates"  # the entry of the project with the covariate rasters of its last run


def remember_covariates(project: QgsProject, paths: Iterable[str]) -> None:
    """Keep covariate rasters for the next run, as the project keeps the paths of its layers; nothing where there are none."""
    rasters = [path for path in paths if not is_table(path)]
    if rasters and rasters != known_covariates(project):
        project.writeEntry(SCOPE, COVARIATES, [project.writePath(path) for path in rasters])


def known_covariates(project: QgsProject) -> list[str]:
    """The covariate rasters of the last run that are still there."""
    paths, _ = project.readListEntry(SCOPE, COVARIATES)
    found = (project.readPath(path) for path in paths)
    return [path for path in found if os.path.exists(path)]
