"""A strip of pictures of what a test does, kept where NAHBAR_FILM names a folder."""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

WIDTH, GAP, ACROSS = 640, 12, 2
PAPER = (244, 239, 231)


class Film:
    """Pictures one after another; without NAHBAR_FILM it takes none."""

    def __init__(self, name: str) -> None:
        folder = os.environ.get("NAHBAR_FILM", "")
        self._path = Path(folder) / f"{name}.webp" if folder else None
        self._frames: list[Image.Image] = []

    def take(self, page: Page) -> None:
        """What one sees now."""
        if self._path is None:
            return
        with Image.open(io.BytesIO(page.screenshot())) as shot:
            height = round(shot.height * WIDTH / shot.width)
            self._frames.append(shot.convert("RGB").resize((WIDTH, height)))

    def keep(self) -> None:
        """Write the strip, read from left to right and down."""
        if self._path is None or not self._frames:
            return
        height = self._frames[0].height
        down = -(-len(self._frames) // ACROSS)
        size = (ACROSS * (WIDTH + GAP) + GAP, down * (height + GAP) + GAP)
        strip = Image.new("RGB", size, PAPER)
        for number, frame in enumerate(self._frames):
            row, column = divmod(number, ACROSS)
            strip.paste(frame, (GAP + column * (WIDTH + GAP), GAP + row * (height + GAP)))
        strip.save(self._path, quality=72, method=6)
