#!/usr/bin/env bash
# Makes the plugin's zip, as QGIS installs it, and checks it: what is in it, its size, bandit and detect-secrets on what comes out of it,
# and the time that QGIS takes to load the plugin from it.
#
# Usage: bash scripts/package.sh [FILE]     (FILE: build/binn-VERSION.zip in the checkout if left out)
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
{ [ -x .venv/bin/python ] && [ -x .venv-qgis/bin/python ]; } || bash scripts/setup.sh
version="$(sed -n 's/^version=//p' metadata.txt)"
package="$(realpath -m "${1:-build/binn-$version.zip}")"
mkdir -p "$(dirname "$package")"
.venv/bin/python scripts/package.py "$package"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -m 700 "$work/runtime"
.venv/bin/python -m zipfile -e "$package" "$work/plugins"
echo "bandit:"
# bandit reads the reason after a "nosec" mark as names of tests and warns about each word; these warnings are removed.
.venv/bin/python -m bandit --quiet --recursive "$work/plugins" 2> >(grep -v 'is not a test name or id' >&2)
echo "detect-secrets:"
(cd "$work/plugins" && "$root/.venv/bin/python" -m detect_secrets scan --all-files .) > "$work/secrets.json"
.venv/bin/python -c 'import json, sys; found = json.load(open(sys.argv[1]))["results"]; sys.exit(json.dumps(found, indent=1) if found else 0)' "$work/secrets.json"
echo "loading:"
load() {
    QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR="$work/runtime" QGIS_CUSTOM_CONFIG_PATH="$work/profile" PYTHONPATH="$work/plugins" \
        .venv-qgis/bin/python scripts/load_time.py
}
load > /dev/null || true  # the first time, Python compiles
load
echo "$package"
