"""The engine's messages in the words of a dialog: settings by the labels of their parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Words within quotes, paths and names of files are the user's own, as are the fields that a message lists.
_OWN = re.compile(r"(?s)\bThe fields are: .*")
_ALONE = r"(?<![\w'\"/\\.-])({names})(?![\w'\"/\\-]|\.\w)"
# Names of one word are ordinary words, too: they are settings where a message sets them, or gives their value.
_SET = r"(?<=\b[Ss]et )({names})(?= to |[.,])|(?<![\w'\"/\\.-])({names})(?= is (?:[-\d']|empty|not given))"


def with_labels(text: str, labels: Mapping[str, str]) -> str:
    """``text`` with labels in place of the names of settings.

    >>> with_labels("Set lon_field or soil_lon_field. The fields are: lon_field.", {"lon_field": "Longitude field (LON_FIELD)"})
    'Set Longitude field (LON_FIELD) or soil_lon_field. The fields are: lon_field.'
    >>> with_labels("Set passes to 20 or more passes.", {"passes": "Number of passes (PASSES)"})
    'Set Number of passes (PASSES) to 20 or more passes.'
    """
    own = _OWN.search(text)
    end = own.start() if own else len(text)
    told = text[:end]
    for pattern, words in (
        (_ALONE, [name for name in labels if "_" in name]),
        (_SET, [name for name in labels if name and "_" not in name]),
    ):
        if words:
            names = "|".join(re.escape(name) for name in sorted(words, key=len, reverse=True))
            told = re.sub(pattern.format(names=names), lambda match: labels[next(filter(None, match.groups()))], told)
    return told + text[end:]
