"""What somebody looks like: the nine of the demo firm, and anybody else by seed."""

import random
from dataclasses import dataclass

SKINS = ("#f7d9c4", "#f0c8a8", "#e0ac85", "#c58b62", "#9a6542", "#734a30")
HAIRS = ("#2b211c", "#4a3226", "#75492c", "#a8683a", "#c9552f", "#dcb26a", "#b9b2a8", "#e6e1d8")
GROUNDS = ("#f1dcc2", "#cfe1d6", "#e9cdbb", "#d9d4e8", "#f3e3b7", "#c9dce6", "#ebd0d0", "#d8e3c4")
CLOTHES = ("#1e5b4f", "#b6522c", "#34506b", "#7a4a5e", "#c98b2d", "#5b6b3a", "#3f3a37", "#8a6d55")
STYLES = ("long", "bob", "bun", "curls", "waves", "ponytail", "short", "crop", "tousled", "bald")
HIGHEST_WITHOUT_GREY = 52


@dataclass(frozen=True)
class Look:
    """Colours as `#rrggbb`; `style` of the hair, see `hair.STYLES`; `beard` "", full, stubble, moustache."""

    skin: str
    hair: str
    style: str
    ground: str
    cloth: str
    wear: str = "shirt"
    beard: str = ""
    glasses: str = ""
    earrings: str = ""
    is_older: bool = False
    smile: str = "calm"


NINE = {
    "Renate Amselberger": Look(
        SKINS[0], "#cfc4b2", "waves", GROUNDS[4], "#1e5b4f",
        wear="blazer", glasses="#8a4b2c", earrings="#d9a441", is_older=True, smile="wide",
    ),
    "Peter Wurzinger": Look(
        SKINS[1], "#c9c3b8", "bald", GROUNDS[5], "#34506b",
        wear="blazer", beard="moustache", glasses="#3f3a37", is_older=True, smile="calm",
    ),
    "Selma Kılıç": Look(
        SKINS[2], "#2f221d", "long", GROUNDS[6], "#b6522c",
        wear="blouse", earrings="#e3b04b", smile="wide",
    ),
    "Anna Lindtner": Look(
        SKINS[0], "#8a5433", "bun", GROUNDS[1], "#7a4a5e", wear="collar", smile="wide",
    ),
    "Miriam Okafor": Look(
        SKINS[5], "#241a17", "curls", GROUNDS[2], "#c98b2d",
        wear="blouse", earrings="#f1dcc2", smile="wide",
    ),
    "Thomas Köfler": Look(
        SKINS[1], "#6b4329", "short", GROUNDS[7], "#5b6b3a",
        wear="collar", beard="full", smile="calm",
    ),
    "Jasmin Übelbacher": Look(
        SKINS[0], "#c4562f", "bob", GROUNDS[3], "#34506b",
        wear="shirt", glasses="#1e5b4f", smile="calm",
    ),
    "Dragan Petrović": Look(
        SKINS[2], "#5a5450", "crop", GROUNDS[0], "#3d5a80",
        wear="overall", beard="stubble", is_older=True, smile="wide",
    ),
    "Lukas Gröbner": Look(
        SKINS[0], "#dcb26a", "tousled", GROUNDS[1], "#c9552f", wear="hood", smile="wide",
    ),
}  # fmt: skip


def look_of(name: str) -> Look:
    """The look of one of the nine, else one by seed."""
    return NINE.get(name) or look_by_seed(name)


def look_by_seed(seed: str) -> Look:
    """Some look that fits together; equal seeds, equal looks."""
    dice = random.Random(f"look of {seed}")  # noqa: S311  # a drawing, no secret
    age = dice.randint(20, 68)
    skin = dice.choice(SKINS)
    hairs = (
        HAIRS[:2]
        if skin in SKINS[4:]
        else HAIRS[:2] + HAIRS[1:3]
        if skin in SKINS[2:4]
        else HAIRS[:6]
    )
    hair = dice.choice(HAIRS[6:] if age > HIGHEST_WITHOUT_GREY else hairs)
    style = dice.choice(STYLES if age > HIGHEST_WITHOUT_GREY else STYLES[:-1])
    may_have_beard = style in {"short", "crop", "tousled", "bald"}
    return Look(
        skin,
        hair,
        style,
        dice.choice(GROUNDS),
        dice.choice(CLOTHES),
        wear=dice.choice(("shirt", "collar", "blouse", "blazer", "hood", "overall")),
        beard=dice.choice(("", "", "full", "stubble", "moustache")) if may_have_beard else "",
        glasses=dice.choice(("", "", "#3f3a37", "#8a4b2c", "#1e5b4f")),
        earrings="" if may_have_beard else dice.choice(("", "#d9a441")),
        is_older=age > HIGHEST_WITHOUT_GREY,
        smile=dice.choice(("calm", "wide")),
    )
