"""Where the tasks of a job run."""

from __future__ import annotations

from dataclasses import dataclass

from .fields import option


@dataclass(frozen=True)
class ClusterFields:
    """Where a job's tasks run."""

    workers: int = option("Number of processes on this computer that share the work. 1: one process; 0: one for each core.", 1)
    scheduler: str = option(
        "Address of a running Dask scheduler, such as tcp://10.0.0.1:8786. The work is then done by its workers. Each worker must have the engine installed, and must find the input files under the same paths. If it is empty, this computer does the work.",
        "",
    )
