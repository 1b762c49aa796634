"""The engine's messages in the words of a dialog: settings by the labels of their parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Words within quotes, paths and names of files are the user's own, as are the fields that a message lists.
_OWN = re.compile(r"(?s)\bThe fields are: .*")
_ALONE = r"(?<![\w'\"/\\.-])({names})(?![\w'\"/\\-]|\.\w)"


def with_labels(text: str, labels: Mapping[str, str]) -> str:
    """``text`` with labels in place of the names of settings. Names of one word are left: they are ordinary words, too.

    >>> with_labels("Set lon_field or soil_lon_field. The fields are: lon_field.", {"lon_field": "Longitude field (LON_FIELD)"})
    'Set Longitude field (LON_FIELD) or soil_lon_field. The fields are: lon_field.'
    """
    names = [re.escape(name) for name in labels if "_" in name]
    if not names:
        return text
    own = _OWN.search(text)
    end = own.start() if own else len(text)
    alone = re.compile(_ALONE.format(names="|".join(sorted(names, key=len, reverse=True))))
    return alone.sub(lambda match: labels[match[1]], text[:end]) + text[end:]
