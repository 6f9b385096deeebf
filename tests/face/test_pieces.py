"""The pieces that pages are made of, drawn alone."""

import re
from pathlib import Path

import pytest
from django import forms
from jinja2 import Environment, FileSystemLoader

from nahbar.desk.templating import environment

PIECES = Path(__file__).resolve().parents[2] / "src/nahbar/core/jinja2"
ANNA = {"name": "Anna Berger", "initials": "AB", "hue": 200}


@pytest.fixture(scope="module")
def pieces() -> Environment:
    return environment(loader=FileSystemLoader(PIECES), extensions=["jinja2.ext.i18n"])


def draw(pieces: Environment, text: str, **context: object) -> str:
    return pieces.from_string(text).render(**context)


def test_every_piece_and_shell_compiles(pieces: Environment) -> None:
    names = pieces.list_templates()
    assert len(names) > 10
    for name in names:
        pieces.get_template(name)


def test_no_piece_carries_a_style_or_a_script_of_its_own(pieces: Environment) -> None:
    for path in PIECES.rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"\sstyle=|\son\w+=|<style", text), path
        assert not re.search(r"<script(?! type=\"application/json\"|[^>]* src=)", text), path


@pytest.mark.parametrize("mood", [-2, -1, 0, 1, 2, None])
def test_a_face_is_named_for_those_who_do_not_see_it(pieces: Environment, mood: int | None) -> None:
    text = '{% from "pieces/people.html" import mood_face, mood_name %}{{ mood_face(mood) }}|{{ mood_name(mood) }}'
    face, name = draw(pieces, text, mood=mood).split("|")
    assert f'aria-label="{name}"' in face
    assert name


BARE = {
    "people": "{{ person_row(person) }}{{ avatar(person) }}{{ mood_face(none) }}",
    "words": "{{ notice('told') }}{{ empty('nothing yet') }}{{ facts([('term', 'known')]) }}",
    "actions": "{{ tabs([link], 'l') }}{{ filters([link], 'l') }}{{ pager() }}{{ button('do') }}",
    "figures": "{{ figure('label', '1') }}{{ range_bar(1, 2, 3, '1', '2', '3') }}",
    "tables": "{{ data_table('t', 'caption', ['a', {'label': 'b'}], [['1', '2']]) }}",
    "timeline": "{{ entry('smoke signal', 'title', 'today') }}",
    "intake": "{{ progress('job', 'reads') }}{{ import_steps(2) }}{{ mapping_table([], 'c') }}",
    "charts": "{{ chart('c', 'bars', 'finding', {'x': []}, ['a'], []) }}",
    "forms": "{{ text_field('n', 'l') }}{{ select_field('n', 'l', [(1, 'x')]) }}{{ file_drop('f', 'l') }}",
}


@pytest.mark.parametrize("name", BARE)
def test_a_piece_draws_from_the_least_it_is_given(pieces: Environment, name: str) -> None:
    exported = ", ".join(re.findall(r"(\w+)\(", BARE[name]))
    text = f'{{% from "pieces/{name}.html" import {exported} %}}{BARE[name]}'
    assert draw(pieces, text, person=ANNA, link={"label": "all", "url": "/"}).strip()


def test_the_shells_draw_for_someone_not_signed_in(pieces: Environment) -> None:
    for name in ("base", "plain"):
        page = pieces.get_template(f"shell/{name}.html")
        assert 'lang="de"' in page.render(shell={"language": "de", "entries": []})


def test_a_name_full_of_markup_stays_a_name(pieces: Environment) -> None:
    text = '{% from "pieces/people.html" import person_row %}{{ person_row(person) }}'
    row = draw(pieces, text, person=ANNA | {"name": "<b>Eve</b>"})
    assert "&lt;b&gt;Eve&lt;/b&gt;" in row


def test_the_parts_of_a_sum_end_where_the_sum_does(pieces: Environment) -> None:
    items = [{"label": "so far", "value": 300, "text": "300"}]
    items.append({"label": "effort", "value": -100, "text": "− 100", "tone": "cost"})
    text = '{% from "pieces/figures.html" import parts %}{{ parts(items, total) }}'
    table = draw(pieces, text, items=items, total={"label": "sum", "value": 200, "text": "200"})
    bars = re.findall(r'<rect class="[^"]+" x="([\d.]+)%" y="3" width="([\d.]+)%"', table)
    first, second, total = [(float(x), float(x) + float(width)) for x, width in bars]
    assert first == pytest.approx((0, 100))
    assert second == pytest.approx((66.67, 100), abs=0.02)
    assert total == pytest.approx((0, 66.67), abs=0.02)


def test_a_sum_below_zero_is_drawn_within_its_picture(pieces: Environment) -> None:
    items = [{"label": "effort", "value": -80, "text": "− 80", "tone": "cost"}]
    text = '{% from "pieces/figures.html" import parts %}{{ parts(items) }}'
    assert 'x="0.00%" y="3" width="100.00%"' in draw(pieces, text, items=items)


class Question(forms.Form):
    name = forms.CharField(help_text="As it stands on the letter.")
    agrees = forms.BooleanField()
    way = forms.ChoiceField(choices=[("mail", "Mail")], widget=forms.RadioSelect)
    note = forms.CharField(widget=forms.Textarea, required=False)


def test_a_refused_form_says_at_each_field_what_is_missing(pieces: Environment) -> None:
    text = '{% from "pieces/forms.html" import fields %}{{ fields(form) }}'
    answer = draw(pieces, text, form=Question({}))
    assert answer.count('class="error"') == 3
    for name in ("name", "agrees", "way"):
        assert f'id="id_{name}_error"' in answer
    described = re.search(r'<input type="text" name="name"[^>]*aria-describedby="([^"]+)"', answer)
    assert described
    for reference in described[1].split():
        assert f'id="{reference}"' in answer
