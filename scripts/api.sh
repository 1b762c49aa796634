#!/usr/bin/env bash
# api.sh [FOLDER]: pages of the engine's public functions and classes, made from their docstrings (build/api by default).
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
bash scripts/setup.sh
folder="${1:-build/api}"
.venv/bin/python -m pdoc --docformat numpy --no-show-source --output-directory "$folder" \
    binn_engine '!binn_engine.clm5.compiled' '!binn_engine.__main__' '!binn_engine.running.parents'
echo "$folder/index.html"
