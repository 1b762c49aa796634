"""The choices made in the guide, kept in the project: paths as the project stores those of its layers, relative or absolute."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from typing import Any

from qgis.core import QgsProject

from ..layers.project_inputs import COVARIATES, SCOPE

FOLDER = "guide"
DOTS = (".", "..")
OWN, BUILD = "own", "build"  # where the forcing comes from
YES = "yes"


@dataclass(frozen=True)
class GuideInputs:
    """The inputs, settings and results of a map.

    Parameters
    ----------
    folder
        Where results are written.
    profiles, selected, reading
        The SOC profiles as chosen; ``yes`` where only those are meant that are selected in their layer; and the parameters of *Prepare SOC
        profiles* that read them.
    prepared
        The clean layers.
    covariates
        Covariate rasters.
    source, forcing, normals
        ``own`` or ``build``; the forcing; the parameters of *Build forcing from climate normals*.
    choice, apart, model, training_report
        The key of the settings for training; ``yes`` where the test profiles are kept apart to the end; the trained model and its report.
    passes, polygons, some_polygons, id_field
        Monte Carlo passes of the maps; the polygons of the totals, ``yes`` where only the selected ones are meant, and the field with their
        names.
    soc, map_report, zones
        The map of soil carbon, its report, and the totals.
    step
        The step that was shown last, from 0.
    """

    folder: str = ""
    profiles: str = ""
    selected: str = ""
    reading: tuple[str, ...] = ()
    prepared: str = ""
    covariates: tuple[str, ...] = ()
    source: str = OWN
    forcing: str = ""
    normals: tuple[str, ...] = ()
    choice: str = ""
    apart: str = ""
    model: str = ""
    training_report: str = ""
    passes: str = "20"
    polygons: str = ""
    some_polygons: str = ""
    id_field: str = ""
    soc: str = ""
    map_report: str = ""
    zones: str = ""
    step: str = "0"

    def with_(self, **changes: Any) -> GuideInputs:
        """The same with some changes."""
        return replace(self, **changes)


def pairs(values: dict[str, Any]) -> tuple[str, ...]:
    """Parameters as texts ``NAME=value``; those that are left empty are left out.

    >>> pairs({"SOC_UNIT": "g/kg", "ID_FIELD": None})
    ('SOC_UNIT=g/kg',)
    """
    return tuple(f"{name}={value}" for name, value in values.items() if value not in (None, "", []))


def unpaired(texts: tuple[str, ...]) -> dict[str, str]:
    """Parameters of texts ``NAME=value``.

    >>> unpaired(("SOC_UNIT=g/kg",))
    {'SOC_UNIT': 'g/kg'}
    """
    return {name: value for name, _, value in (text.partition("=") for text in texts)}


def read_inputs(project: QgsProject) -> GuideInputs:
    """What the project keeps of the guide."""
    found: dict[str, Any] = {}
    for row in fields(GuideInputs):
        if row.type == "str":
            value, there = project.readEntry(SCOPE, _key(row.name), "")
            if there:
                found[row.name] = _read(value, project)
        else:
            values, there = project.readListEntry(SCOPE, _key(row.name), [])
            if there:
                found[row.name] = tuple(_read(value, project) for value in values)
    return GuideInputs(**found)


def write_inputs(inputs: GuideInputs, project: QgsProject) -> None:
    """Keep the choices in the project; what is empty is removed. A project whose entries are as they should be is not touched."""
    for row in fields(GuideInputs):
        value, key = getattr(inputs, row.name), _key(row.name)
        if not value:
            if _has(project, key):
                project.removeEntry(SCOPE, key)
        elif isinstance(value, str):
            if project.readEntry(SCOPE, key, "")[0] != _written(value, project):
                project.writeEntry(SCOPE, key, _written(value, project))
        else:
            texts = [_written(text, project) for text in value]
            if list(project.readListEntry(SCOPE, key, [])[0]) != texts:
                project.writeEntry(SCOPE, key, texts)


def _has(project: QgsProject, key: str) -> bool:
    folder, _, name = key.rpartition("/")
    return name in project.entryList(SCOPE, folder)


def _key(name: str) -> str:
    return name if name == COVARIATES else f"{FOLDER}/{name}"


def _written(text: str, project: QgsProject) -> str:
    """A text as the project stores it: a path by the project's own rule, also behind ``NAME=``."""
    name, equals, value = text.partition("=") if not os.path.isabs(text) else ("", "", text)
    return f"{name}{equals}{project.pathResolver().writePath(value)}" if os.path.isabs(value) else text


def _read(text: str, project: QgsProject) -> str:
    """A stored text as it was."""
    name, equals, value = text.partition("=") if not _relative(text) else ("", "", text)
    if not _relative(value):
        return text
    # QGIS writes the project's own folder as a dot, and does not read it.
    path = project.pathResolver().readPath(value) if value not in DOTS else os.path.abspath(os.path.join(project.homePath(), value))
    return f"{name}{equals}{path}"


def _relative(text: str) -> bool:
    return text.startswith(("./", "../")) or text in DOTS
