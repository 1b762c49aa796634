#!/usr/bin/env bash
# Runs a benchmark: bash scripts/benchmark.sh NAME [OPTIONS]; without a name, lists them.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
name="${1:-}"
if [ -z "$name" ] || [ ! -f "$root/tests/benchmarks/$name.py" ]; then
    [ -z "$name" ] || echo "benchmark: there is none called '$name'" >&2
    echo "benchmarks:" >&2
    find "$root/tests/benchmarks" -name '*.py' ! -name '_*' -printf '  %f\n' | sed 's/\.py$//' | sort >&2
    exit 2
fi
shift
bash "$root/scripts/setup.sh"
cd "$root"
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-PASSIVE}"  # as the engine sets it; a benchmark may load torch first
exec .venv/bin/python -m "tests.benchmarks.$name" "$@"
