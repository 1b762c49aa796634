"""BINN for QGIS: soil organic carbon and the processes behind it. QGIS calls ``classFactory``; nothing loads before that."""


def classFactory(iface):
    """The plugin, for the QGIS interface ``iface`` (None where QGIS runs headless)."""
    from .plugin import BinnPlugin

    return BinnPlugin(iface)
