#!/usr/bin/env bash
# Feeds damaged inputs to the engine for SECONDS: job files, checkpoints, manifests, records, tables, rasters, NetCDF, polygons.
#
#   bash scripts/fuzz.sh SECONDS SEED [--cases N] [--first N]
#
# The same seed gives the same cases. A fault is a traceback, a run of over 20 s or 2 GB, an error without a remedy, or a file that changed
# outside the named outputs; its line says how to run that case again.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
bash scripts/setup.sh
export OMP_NUM_THREADS=1 NUMBA_NUM_THREADS=1  # a case is a forked process
exec .venv/bin/python -m tests.fuzz "$@"
