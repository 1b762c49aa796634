#!/usr/bin/env bash
# mutations.sh COUNT SEED [--least CAUGHT]: how many small faults in the engine the tests notice (some seconds to some minutes each).
#
# The first run notes which tests run which functions, which takes as long as the tests; remove build/tests-of-functions.json to note it anew.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
bash scripts/setup.sh
if [ ! -f build/tests-of-functions.json ]; then
    .venv/bin/python -m pytest -q -p tests.mutations.recording -m "not slow" tests/engine
fi
exec .venv/bin/python -m tests.mutations "$@"
