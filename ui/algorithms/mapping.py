"""Parameters of algorithms that make maps: the source of the spread, the largest distance to the forcing, and the processes."""

from __future__ import annotations

from .parameters import Choice, Number, Switch, Text
from .profiles import FORCING_DISTANCE

SPREAD = (
    Number("PASSES", "Number of Monte Carlo passes", "passes", minimum=0),
    Choice("SPREAD", "Source of uncertainty", "spread", advanced=True),
    Number("TOLERANCE", "Relative error at which passes stop (0: never)", "tolerance", minimum=0.0, maximum=0.99, advanced=True),
    Switch("CALIBRATED", "Use calibrated uncertainty if the model has it", "calibrated"),
    Choice("INTERVALS", "Interval type: local mean or new observation", "intervals", advanced=True),
)

SOC_LIMIT = Number("SOC_LIMIT", "Highest plausible SOC (kg/m3)", "soc_limit", minimum=0.0, advanced=True)

BEYOND_FORCING = (FORCING_DISTANCE, Choice("BEYOND_FORCING", "Pixels too far from the forcing", "beyond_forcing", advanced=True))

COMPUTING = (
    *BEYOND_FORCING,
    SOC_LIMIT,
    Number("MEMORY", "Memory (GB)", "memory", minimum=0.5, advanced=True),
    Number("WORKERS", "Number of processes (0: as many as cores)", "workers", minimum=0, advanced=True),
    Text("SCHEDULER", "Address of a Dask scheduler", "scheduler", advanced=True),
    Choice("LAYOUT", "File layout of the maps", "layout", advanced=True),
    Choice("PRECISION", "Precision of the CLM5 layer", "precision", advanced=True),
    Choice("DEVICE", "Device", "device", advanced=True),
)
