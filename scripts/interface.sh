#!/usr/bin/env bash
# Adds new algorithms, parameters and outputs to tests/qgis/published_interface.json. Refuses where something published has changed.
#
# Usage: bash scripts/interface.sh
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/qgis_run.sh"
PYTHONPATH="$work/plugins" "$root/.venv-qgis/bin/python" "$root/scripts/interface.py"
