"""Shows text from files unchanged: Qt reads text that looks like HTML as HTML, and print layouts evaluate text in ``[% %]``."""

from __future__ import annotations

import html


def literal(text: str) -> str:
    """``text`` for a tool tip or a message, where Qt decides by itself whether it is HTML: with no part of it read as such.

    >>> literal("<b>clay</b>")
    '<span>&lt;b&gt;clay&lt;/b&gt;</span>'
    """
    return f"<span>{escaped(text)}</span>"


def escaped(text: str) -> str:
    """``text`` for a part of HTML; its line ends stay."""
    return html.escape(text, quote=False).replace("\n", "<br>")


def without_expressions(text: str) -> str:
    """``text`` for a label of a print layout, looking the same, with nothing in it that is computed.

    >>> len("[% 1 + 1 %]"), len(without_expressions("[% 1 + 1 %]"))
    (11, 12)
    """
    return text.replace("[%", "[\u200b%")
