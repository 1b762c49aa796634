#!/usr/bin/env bash
# Takes the pictures of docs/desktop.md anew: runs the desktop's first minute on a virtual screen and keeps what it saw.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
bash scripts/setup.sh
XDG_RUNTIME_DIR="$(mktemp -d)"  # Qt wants one that only its user can read
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
chmod 700 "$XDG_RUNTIME_DIR"
export XDG_RUNTIME_DIR PYTEST_QT_API=pyqt5
xvfb-run -a -s "-screen 0 1600x1000x24" .venv-qgis/bin/python -m pytest -s tests/qgis/desktop/test_first_minute.py
mkdir -p docs/images/desktop
for name in toolbox setup first-minute runs predict print report; do cp "build/desktop/$name.png" docs/images/desktop/; done
