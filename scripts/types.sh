#!/usr/bin/env bash
# Checks the types of the engine and the plugin with mypy; any error fails. The checkout is seen as the package "binn", as QGIS sees it.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
ln -s "$root" "$work/binn"
cd "$work"
"$root/.venv/bin/mypy" --config-file "$root/pyproject.toml" --cache-dir "$root/.mypy_cache" -p binn.ui -p binn.binn_engine -m binn.plugin
