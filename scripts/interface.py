"""Add new algorithms, parameters and outputs to ``tests/qgis/published_interface.json``; what was published before is never changed.

Run by QGIS's Python with the plugin's folder on the path as ``binn``:  bash scripts/interface.sh
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "qgis"))


def main() -> None:
    from binn.ui.algorithms import ALGORITHMS
    from binn.ui.provider import BinnProvider
    from published import SNAPSHOT, interface, without_additions
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    provider = BinnProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    now = json.loads(json.dumps({algorithm.id(): interface(algorithm) for algorithm in provider.algorithms()}))
    published = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    if len(now) != len(ALGORITHMS):
        raise SystemExit("Two algorithms have the same id.")
    if without_additions(now, published) != published:
        raise SystemExit("Something that was published has changed or is gone. Put it back: models and scripts of users need it.")
    if now != published:
        SNAPSHOT.write_text(json.dumps(dict(sorted(now.items())), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{SNAPSHOT.relative_to(ROOT)}: {'changed' if now != published else 'unchanged'}; new algorithms: {len(now) - len(published)}")
    application.exitQgis()


if __name__ == "__main__":
    main()
