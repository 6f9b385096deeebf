"""How the report is told: findings as headings only where their range allows, in both languages."""

import copy
from datetime import timedelta

import pytest
from django.utils import translation
from tests.steering.conftest import AS_OF

from nahbar.core.figures import Unit
from nahbar.measures.figures import read_figure, visible_kinds
from nahbar.steering.figures import FIGURES, LABELS
from nahbar.steering.parts import Section
from nahbar.steering.queries import what_was_said
from nahbar.steering.telling import tell, three_sentences

pytestmark = pytest.mark.django_db


def told(run) -> dict[str, Section]:
    with translation.override("en"):
        return {part.slug: part for part in tell(run, what_was_said())}


def test_a_wide_range_leaves_the_heading_neutral(open_shop, look) -> None:
    run = look()
    assert told(run)["weight"].heading != told(run)["weight"].name
    run.content = copy.deepcopy(run.content)
    run.content["weight"]["fifth"] |= {"low": 0.2, "high": 0.9}
    assert told(run)["weight"].heading == told(run)["weight"].name


def test_no_more_drifting_than_by_chance_is_no_finding(open_shop, look) -> None:
    run = look()
    run.content = copy.deepcopy(run.content)
    run.content["rhythm"] |= {"drifting": 20, "by_chance": 19, "yearly": 100.0}
    part = told(run)["rhythm"]
    assert part.heading == part.name
    assert "rhythm" not in {one.slug for one in three_sentences([*told(run).values()], run.content)}
    run.content["rhythm"] |= {"drifting": 80}
    assert told(run)["rhythm"].heading.startswith("80 customers have been silent")


def test_every_figure_and_picture_with_a_key_is_one_the_house_offers(open_shop, look, mia) -> None:
    offered = visible_kinds(mia)
    for part in told(look()).values():
        for one in (*part.figures, *part.pictures):
            assert not one.key or one.key in offered


def test_every_section_that_has_figures_says_how_they_are_made(open_shop, look) -> None:
    for part in told(look()).values():
        assert part.computed or not part.figures
        for figure in part.figures:
            assert figure.basis


def test_pictures_carry_the_same_numbers_as_their_tables(open_shop, look) -> None:
    for part in told(look()).values():
        for picture in part.pictures:
            assert picture.finding
            if picture.kind == "bars":
                assert len(picture.data["x"]) == len(picture.data["y"]) == len(picture.table.rows)


def test_who_buys_all_year_round_has_no_strong_month(people, sell, look) -> None:
    for at, person in enumerate(people[:60]):
        for step in range(12):
            sell(person, AS_OF - timedelta(days=30 * step + at % 30), (20,))
    part = told(look())["seasons"]
    assert part.heading == part.name


def test_the_report_offers_its_figures_to_whoever_may_see_it(open_shop, look, mia, jonas) -> None:
    look()
    assert set(LABELS) <= set(visible_kinds(mia))
    assert not set(LABELS) & set(visible_kinds(jonas))
    again = next(kind for kind in FIGURES if kind.key == "steering.again")
    reading = read_figure(again)
    assert reading is not None
    assert again.unit == Unit.SHARE
    assert reading.low is not None
    assert reading.low < reading.value < (reading.high or 0)
    assert (reading.count, reading.as_of) == (400, AS_OF)


def test_before_the_first_report_no_figure_is_there(mia) -> None:
    assert [read_figure(kind) for kind in FIGURES] == [None] * len(FIGURES)
