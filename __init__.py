"""BINN for QGIS: soil organic carbon and the processes behind it. QGIS calls ``classFactory``; nothing loads before that."""


def classFactory(iface):
    """The plugin, for the QGIS interface ``iface`` (None where QGIS runs headless)."""
    # QGIS reads this file of every plugin that is installed, also of those that are switched off.
    from .plugin import BinnPlugin

    return BinnPlugin(iface)
