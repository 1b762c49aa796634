"""What several tests of reports make and read."""

from __future__ import annotations

import base64
import io
from html.parser import HTMLParser
from pathlib import Path

from PIL import Image


class Page(HTMLParser):
    """What a page holds: its tags, the addresses it names, its pictures and its text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.pictures: list[Image.Image] = []
        self.text = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "srcset", "action", "data"):
                self.addresses.append(value or "")
            if tag == "img" and name == "src" and ("class", "narrow") not in attrs:
                self.pictures.append(Image.open(io.BytesIO(base64.b64decode((value or "").partition("base64,")[2]))))

    def handle_data(self, data: str) -> None:
        self.text += data
