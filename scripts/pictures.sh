#!/usr/bin/env bash
# Takes the pictures of docs/desktop.md, docs/new-map.md and docs/panel.md anew: runs the desktop's tests on a virtual screen and keeps what they saw.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
bash scripts/setup.sh
XDG_RUNTIME_DIR="$(mktemp -d)"  # Qt wants one that only its user can read
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
chmod 700 "$XDG_RUNTIME_DIR"
export XDG_RUNTIME_DIR PYTEST_QT_API=pyqt5
xvfb-run -a -s "-screen 0 1600x1000x24" .venv-qgis/bin/python -m pytest -s tests/qgis/desktop
mkdir -p docs/images/desktop
cp build/desktop/guide-finished-1000.png docs/images/desktop/guide.png
cp build/desktop/two-places.png docs/images/desktop/panel.png
for name in toolbox setup first-minute runs predict print report; do cp "build/desktop/$name.png" docs/images/desktop/; done
.venv/bin/python scripts/smaller_pictures.py docs/images/desktop/*.png
