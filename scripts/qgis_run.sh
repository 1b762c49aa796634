# To be sourced by scripts that run the plugin through qgis_process, with a QGIS profile of their own, removed when they end.
#
# Gives root (the checkout), say TEXT (a heading with the seconds so far), run ALGORITHM -- NAME=VALUE ..., qgis_process (the program's path),
# picture FOLDER FILE (the maps of a folder, drawn by QGIS) and zones_picture RECORD FILE (the printed page of zones).

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -m 700 "$work/runtime"
mkdir "$work/plugins" "$work/profile"
ln -s "$root" "$work/plugins/binn"
export QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR="$work/runtime"
export QGIS_CUSTOM_CONFIG_PATH="$work/profile" QGIS_PLUGINPATH="$work/plugins" BINN_ENGINE_PYTHON="$root/.venv/bin/python"

say() { printf '\n=== %s (%d s)\n' "$*" "$SECONDS"; }

# Debian's wrapper of QGIS 3.22 fails; the program behind it works. Newer versions come without the .bin.
qgis_process="$(command -v qgis_process.bin || command -v qgis_process)"
run() { "$qgis_process" run "$@"; }
picture() { GDAL_PAM_ENABLED=NO PYTHONPATH="$work/plugins" "$root/.venv-qgis/bin/python" "$root/scripts/map_picture.py" "$@"; }
zones_picture() { PYTHONPATH="$work/plugins" "$root/.venv-qgis/bin/python" "$root/scripts/zones_picture.py" "$@"; }
