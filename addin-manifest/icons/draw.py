#!/usr/bin/env python3
"""Draws the add-in's icons (python3-pil): a letter on a rounded tile with the dot of a linked person."""
from pathlib import Path

from PIL import Image, ImageDraw

TILE, PAPER, DOT = (15, 108, 189, 255), (255, 255, 255, 255), (255, 200, 61, 255)
SCALE = 16  # drawn large, then reduced: smooth edges without a vector library


def icon(size: int) -> Image.Image:
    side = size * SCALE
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    unit = side / 32
    draw.rounded_rectangle((unit, unit, side - unit, side - unit), radius=7 * unit, fill=TILE)
    draw.rounded_rectangle((6 * unit, 10 * unit, 26 * unit, 24 * unit), radius=2 * unit, fill=PAPER)
    line = max(2 * unit, 1.0 * SCALE)
    draw.line([(7 * unit, 12 * unit), (16 * unit, 18 * unit), (25 * unit, 12 * unit)],
              fill=TILE, width=round(line), joint="curve")
    draw.ellipse((19.5 * unit, 4 * unit, 29.5 * unit, 14 * unit), fill=TILE)
    draw.ellipse((21 * unit, 5.5 * unit, 28 * unit, 12.5 * unit), fill=DOT)
    return image.resize((size, size), Image.LANCZOS)


if __name__ == "__main__":
    for size in (16, 32, 64, 80, 128):
        icon(size).save(Path(__file__).with_name(f"mailcrm-{size}.png"), optimize=True)
