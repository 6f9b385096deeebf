"""Portraits: whole drawings, each its own, the same each time."""

import xml.etree.ElementTree as ET

from nahbar.demo.portraits import draw_portrait
from nahbar.demo.portraits.hair import STYLES
from nahbar.demo.portraits.looks import NINE, look_by_seed
from nahbar.insight.synth.team import PEOPLE

SEEDS = [f"somebody {number}" for number in range(200)]
HARMLESS = {"svg", "g", "path", "circle", "rect"}


def test_each_of_the_nine_has_a_face_of_their_own() -> None:
    assert [person[0] for person in PEOPLE] == list(NINE)
    assert len({draw_portrait(name) for name in NINE}) == 9
    assert len({look.style for look in NINE.values()}) == 9


def test_anybody_can_be_drawn_and_is_drawn_the_same_again() -> None:
    drawings = {seed: draw_portrait(seed) for seed in SEEDS}
    assert len(set(drawings.values())) > 190
    assert all(draw_portrait(seed) == drawn for seed, drawn in drawings.items())


def test_drawings_are_whole_and_hold_nothing_but_shapes() -> None:
    for name in [*NINE, *SEEDS]:
        drawn = draw_portrait(name)
        tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(drawn).iter()}
        assert tags <= HARMLESS
        assert len(drawn) < 6_000


def test_everybody_s_hair_and_skin_stand_apart_from_the_ground() -> None:
    looks = [*NINE.values(), *map(look_by_seed, SEEDS)]
    assert {look.style for look in looks} == set(STYLES)
    assert all(look.ground not in {look.skin, look.hair, look.cloth} for look in looks)
