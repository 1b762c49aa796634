#!/usr/bin/env bash
# mutations.sh COUNT SEED [--least CAUGHT]: how many small faults in the engine the tests notice (a minute or two each).
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
bash scripts/setup.sh
exec .venv/bin/python -m tests.mutations "$@"
