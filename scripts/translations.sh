#!/usr/bin/env bash
# Brings resources/i18n/binn_LANGUAGE.ts up to date with what users read.
#
# Usage: bash scripts/translations.sh [LANGUAGE]     (de if left out; another makes a new file, to be filled with Qt Linguist)
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/qgis_run.sh"
PYTHONPATH="$work/plugins" "$root/.venv-qgis/bin/python" "$root/scripts/translations.py" "$@"
