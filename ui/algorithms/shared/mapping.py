"""Parameters of algorithms that make maps: the source of the spread, the largest distance to the forcing, and the processes."""

from __future__ import annotations

from .parameters import Choice, Number, Switch, Text
from .profiles import FORCING_DISTANCE

DEFAULT_PASSES = 20

CALIBRATED = Switch("CALIBRATED", "Use calibrated uncertainty if the model has it", "calibrated")

SPREAD = (
    Number("PASSES", "Number of Monte Carlo passes", "passes", minimum=0),
    Choice("SPREAD", "Source of uncertainty", "spread"),
    Number("TOLERANCE", "Stop sampling at this relative error (0: never)", "tolerance", minimum=0.0, maximum=0.99),
    CALIBRATED,
    Choice("INTERVALS", "Interval type: local mean or new observation", "intervals"),
)

SOC_LIMIT = Number("SOC_LIMIT", "Highest plausible SOC (kg/m³)", "soc_limit", minimum=0.0)

BEYOND_FORCING = (FORCING_DISTANCE, Choice("BEYOND_FORCING", "Pixels too far from the forcing", "beyond_forcing"))

COMPUTING = (
    *BEYOND_FORCING,
    SOC_LIMIT,
    Number("MEMORY", "Memory (GB)", "memory", minimum=0.5),
    Number("WORKERS", "Number of processes (0: as many as cores)", "workers", minimum=0),
    Text("SCHEDULER", "Address of a Dask scheduler", "scheduler"),
    Choice("LAYOUT", "File layout of the maps", "layout"),
    Choice("PRECISION", "Precision of the CLM5 layer", "precision"),
    Choice("DEVICE", "Device", "device"),
)
