#!/usr/bin/env bash
# Takes the pictures of the documentation anew: runs the desktop's tests on a virtual screen and keeps what they saw.
#
# Usage: bash scripts/pictures.sh [RESULTS...]
#
# RESULTS are folders that demo.sh, new_york.sh or conus.sh has filled: pictures of their maps and reports are taken too.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
results=()
for folder in "$@"; do results+=("$(realpath "$folder")"); done
cd "$root"
bash scripts/setup.sh
XDG_RUNTIME_DIR="$(mktemp -d)"  # Qt wants one that only its user can read
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
chmod 700 "$XDG_RUNTIME_DIR"
export XDG_RUNTIME_DIR PYTEST_QT_API=pyqt5
report() { .venv-qgis/bin/python scripts/report_picture.py "$@"; }

xvfb-run -a -s "-screen 0 1600x1000x24" .venv-qgis/bin/python -m pytest -s tests/qgis/desktop
mkdir -p docs/images/desktop
cp build/desktop/guide-finished-1000.png docs/images/desktop/guide.png
cp build/desktop/two-places.png docs/images/desktop/panel.png
for name in toolbox setup first-minute runs predict print report; do cp "build/desktop/$name.png" docs/images/desktop/; done
for folder in ${results[@]+"${results[@]}"}; do
    if [ -d "$folder/example" ]; then
        cp "$folder/maps.png" docs/images/demo-maps.png
        report "$folder/training.html" docs/images/tutorial-training.png 740
        report "$folder/maps.html" docs/images/tutorial-truth.png 900 Comparison
    elif [ -f "$folder/counties.png" ]; then
        cp "$folder/maps.png" docs/images/new-york.png
        cp "$folder/counties.png" docs/images/new-york-counties.png
    else
        cp "$folder/maps.png" docs/images/conus.png
    fi
done
.venv/bin/python scripts/smaller_pictures.py docs/images/*.png docs/images/desktop/*.png
