"""The whole report, part by part."""

from typing import Any

from nahbar.steering.models import ReportRun
from nahbar.steering.parts import Section
from nahbar.steering.queries import Said
from nahbar.steering.telling.firm import how_we_stand, whom_they_could_go_to
from nahbar.steering.telling.goals import what_first, which_goals
from nahbar.steering.telling.groups import which_groups
from nahbar.steering.telling.knowledge import how_they_feel, what_is_known
from nahbar.steering.telling.people import who_they_are
from nahbar.steering.telling.returns import what_came_back
from nahbar.steering.telling.seasons import when_they_come
from nahbar.steering.telling.silence import is_more_than_chance, who_drifts
from nahbar.steering.telling.staying import who_stayed
from nahbar.steering.telling.weight import how_it_is_spread
from nahbar.steering.telling.words import is_sure

SENTENCES = 3


def tell(run: ReportRun, answers: Said) -> list[Section]:
    """The sections of a report, in the language that is active; a run that is done."""
    content, currency = run.content, run.currency
    sections = [
        who_they_are(content, currency),
        which_groups(content, currency),
        how_it_is_spread(content, currency),
        who_stayed(content),
        who_drifts(content, currency),
        when_they_come(content),
        what_came_back(content, currency),
        how_they_feel(content),
        what_is_known(content),
        how_we_stand(answers),
        whom_they_could_go_to(answers),
        which_goals(content, currency),
        what_first(content, currency),
    ]
    return [section for section in sections if section]


def three_sentences(sections: list[Section], content: dict[str, Any]) -> list[Section]:
    """The sections whose headings say most: those that are findings, the weightiest first."""
    weight, staying, rhythm = content["weight"], content["staying"], content["rhythm"]
    rules = {
        "rhythm": is_more_than_chance(rhythm),
        "weight": bool(weight and weight["fifth"] and is_sure(weight["fifth"])),
        "staying": bool(staying and staying["kept"] and is_sure(staying["kept"])),
        "people": True,
    }
    by_slug = {section.slug: section for section in sections}
    return [by_slug[slug] for slug, says in rules.items() if says][:SENTENCES]
