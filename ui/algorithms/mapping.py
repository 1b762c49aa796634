"""Parameters of algorithms that map: where the spread comes from, and what computes."""

from __future__ import annotations

from .parameters import Choice, Number, Switch, Text

SPREAD = (
    Number("PASSES", "Monte Carlo passes", "passes", minimum=0),
    Choice("SPREAD", "Where the spread comes from", "spread", advanced=True),
    Number("TOLERANCE", "Error of the spread at which a pixel is done", "tolerance", minimum=0.0, maximum=0.99, advanced=True),
    Switch("CALIBRATED", "Calibrated uncertainty, where the model has it", "calibrated"),
    Choice("INTERVALS", "Whose uncertainty SOC gets", "intervals", advanced=True),
)

SOC_LIMIT = Number("SOC_LIMIT", "SOC that no soil exceeds (kg/m3)", "soc_limit", minimum=0.0, advanced=True)

COMPUTING = (
    SOC_LIMIT,
    Number("MEMORY", "Memory (GB)", "memory", minimum=0.5, advanced=True),
    Number("WORKERS", "Processes (0: as many as cores)", "workers", minimum=0, advanced=True),
    Text("SCHEDULER", "Address of a Dask scheduler", "scheduler", advanced=True),
    Choice("LAYOUT", "Layout of the maps", "layout", advanced=True),
    Choice("PRECISION", "Precision of the CLM5 layer", "precision", advanced=True),
    Choice("DEVICE", "Device", "device", advanced=True),
)
