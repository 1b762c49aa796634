"""Jobs: what the command line, a cluster and QGIS ask of the engine."""

from .runner import run_job

__all__ = ["run_job"]
