#!/usr/bin/env bash
# Sets up what is missing, then runs every test and sums up. Fails if any part fails, but runs all parts.
set -uo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root" || exit 1
bash scripts/setup.sh || exit 1

XDG_RUNTIME_DIR="$(mktemp -d)"  # Qt wants one that only its user can read
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
chmod 700 "$XDG_RUNTIME_DIR"
export XDG_RUNTIME_DIR PYTEST_QT_API=pyqt5

summary=()
failed=0
part() {
    local title="$1" start=$SECONDS outcome=passed
    shift
    printf '\n=== %s\n' "$title"
    "$@" || { outcome=FAILED; failed=1; }
    summary+=("$(printf '%-8s %4d s  %s' "$outcome" "$((SECONDS - start))" "$title")")
}

part "style" .venv/bin/ruff check .
part "engine" .venv/bin/python -m pytest tests/engine
part "plugin, in QGIS's Python" env QT_QPA_PLATFORM=offscreen .venv-qgis/bin/python -m pytest tests/qgis --ignore=tests/qgis/desktop
part "desktop" xvfb-run -a -s "-screen 0 1600x1000x24" .venv-qgis/bin/python -m pytest tests/qgis/desktop

printf '\n=== summary\n'
printf '%s\n' "${summary[@]}"
exit "$failed"
