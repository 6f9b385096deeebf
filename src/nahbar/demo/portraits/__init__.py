"""Portraits drawn by rule: flat, friendly, and good to look at from 36 pixels on."""

from nahbar.demo.portraits.drawing import draw
from nahbar.demo.portraits.looks import Look, look_by_seed, look_of

__all__ = ["Look", "draw", "draw_portrait", "look_by_seed", "look_of"]


def draw_portrait(name: str) -> str:
    """The portrait of an invented person as SVG; equal names, equal faces."""
    return draw(look_of(name))
