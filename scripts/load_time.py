"""How long QGIS takes to load the plugin found as ``binn`` on the path: import, provider and its algorithms.

Prints the processor's seconds, which other programs do not lengthen, and those of the clock; fails where the first are above the limit.
"""

from __future__ import annotations

import sys
import time

from qgis.core import QgsApplication

LIMIT_SECONDS = 0.3


def main() -> int:
    application = QgsApplication([], False)
    application.initQgis()
    start, start_of_work = time.perf_counter(), time.process_time()
    from binn import classFactory

    plugin = classFactory(None)
    plugin.initProcessing()
    seconds, work = time.perf_counter() - start, time.process_time() - start_of_work
    count = len(plugin.provider.algorithms())
    plugin.unload()
    application.exitQgis()
    print(f"{work:.3f} s of the processor, {seconds:.3f} s of the clock, for {count} algorithms; limit {LIMIT_SECONDS} s")
    return int(work > LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
