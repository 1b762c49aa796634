#!/usr/bin/env bash
# Checks the types of the engine and the plugin with mypy. Errors that scripts/types_baseline.txt does not list fail; so does a line of it that
# is no longer an error, so that the list only shrinks. The checkout is seen as the package "binn", as QGIS sees it.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
ln -s "$root" "$work/binn"
cd "$work"
"$root/.venv/bin/mypy" --config-file "$root/pyproject.toml" --cache-dir "$root/.mypy_cache" -p binn.ui -p binn.binn_engine > "$work/all.txt" || true
tail -n 1 "$work/all.txt"
# Without numbers of lines, which move.
sed -nE 's/^binn\/([^:]+):[0-9]+: (error: .*)$/\1: \2/p' "$work/all.txt" | sort > "$work/errors.txt"
grep -qE '^(Found|Success)' "$work/all.txt" || { cat "$work/all.txt"; exit 1; }
if [ "${1:-}" = --write ]; then
    cp "$work/errors.txt" "$root/scripts/types_baseline.txt"
fi
diff "$root/scripts/types_baseline.txt" "$work/errors.txt" || { echo "types: lines with > are new errors; lines with < are mended, take them out of the list"; exit 1; }
