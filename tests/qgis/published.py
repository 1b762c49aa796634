"""What was published of the toolbox, and what is there now: for its test, and for ``scripts/interface.sh``."""

from __future__ import annotations

from pathlib import Path

SNAPSHOT = Path(__file__).with_name("published_interface.json")


def interface(algorithm) -> dict:
    """What users of an algorithm rely on."""
    from qgis.core import QgsProcessingParameterDefinition as Definition

    optional = Definition.Flag.FlagOptional
    return {
        "parameters": {
            row.name(): {"type": row.type(), "default": row.defaultValue(), "optional": bool(row.flags() & optional)}
            for row in algorithm.parameterDefinitions()
        },
        "outputs": {row.name(): row.type() for row in algorithm.outputDefinitions()},
    }


def without_additions(now: dict, published: dict) -> dict:
    """The interface as it is now, without algorithms, parameters and outputs that are new: an addition breaks nothing."""
    return {
        name: {part: {row: value for row, value in rows.items() if row in published[name][part]} for part, rows in parts.items()}
        for name, parts in now.items()
        if name in published
    }
