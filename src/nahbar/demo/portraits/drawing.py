"""From a look to a drawing: ground, shoulders, head, hair, and a friendly face."""

from nahbar.demo.portraits.hair import hair
from nahbar.demo.portraits.looks import Look

INK = "#2f2722"
SIZE = 128
HEAD = "M39 54c0-17 10-27 25-27s25 10 25 27v8c0 17-12 30-25 30S39 79 39 62z"


def draw(look: Look) -> str:
    """The portrait as SVG, square, to be cut round by whoever shows it."""
    behind, upon = hair(look.style, look.hair, _mixed(look.hair, "#ffffff", 0.35))
    parts = [
        f'<path d="M0 0h{SIZE}v{SIZE}H0z" fill="{look.ground}"/>',
        f'<circle cx="64" cy="70" r="50" fill="{_mixed(look.ground, "#ffffff", 0.4)}"/>',
        behind,
        _shoulders(look),
        _head(look),
        _beard(look),
        _face(look),
        upon,
        _glasses(look),
        _earrings(look),
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}">'
    return f"{head}{''.join(parts)}</svg>"


def _shoulders(look: Look) -> str:
    neck = _mixed(look.skin, "#7a3b1e", 0.16)
    dark = _mixed(look.cloth, "#000000", 0.22)
    body = f'<path d="M10 128c1-19 20-26 42-29h24c22 3 41 10 42 29z" fill="{look.cloth}"/>'
    throat = f'<path d="M53 78h22v22c-2 6-6 9-11 9s-9-3-11-9z" fill="{neck}"/>'
    return throat_over(body, throat) + _wear(look.wear, look.cloth, dark)


def throat_over(body: str, throat: str) -> str:
    """The neck stands out of the collar."""
    return body + throat


def _wear(wear: str, cloth: str, dark: str) -> str:
    pale = _mixed(cloth, "#ffffff", 0.82)
    match wear:
        case "blazer":
            return (
                f'<path d="M53 97l11 20 11-20 5 2-10 29H58L48 99z" fill="{pale}"/>'
                f'<path d="M48 99l-8 3 15 26h6zM80 99l8 3-15 26h-6z" fill="{dark}"/>'
            )
        case "collar":
            return f'<path d="M51 96l13 15-11 8-9-19zM77 96l-13 15 11 8 9-19z" fill="{pale}"/>'
        case "blouse":
            line = f'stroke="{dark}" stroke-width="2.2"'
            return f'<path d="M46 100c4 14 12 20 18 20s14-6 18-20" fill="none" {line}/>'
        case "hood":
            return (
                f'<path d="M40 102c4-8 10-9 14-8 1 9 5 14 10 14s9-5 10-14c4-1 10 0 14 8-5 12-14 17-24 17s-19-5-24-17z" fill="{dark}"/>'
                f'<path d="M58 116v10M70 116v10" stroke="{pale}" stroke-width="2" stroke-linecap="round"/>'
            )
        case "overall":
            return (
                f'<path d="M36 102l10-3 8 29H40zM92 102l-10-3-8 29h14z" fill="{dark}"/>'
                f'<path d="M46 118h36v10H46z" fill="{dark}"/><circle cx="50" cy="120" r="2" fill="{pale}"/>'
                f'<circle cx="78" cy="120" r="2" fill="{pale}"/>'
            )
    return (
        f'<path d="M50 98c2 8 8 13 14 13s12-5 14-13" fill="none" stroke="{dark}" stroke-width="3"/>'
    )


def _head(look: Look) -> str:
    ear = _mixed(look.skin, "#7a3b1e", 0.12)
    ears = f'<circle cx="39" cy="62" r="5.5" fill="{ear}"/><circle cx="89" cy="62" r="5.5" fill="{ear}"/>'
    return f'{ears}<path d="{HEAD}" fill="{look.skin}"/>'


def _face(look: Look) -> str:
    brow = _mixed(look.hair, INK, 0.55 if look.is_older else 0.35)
    line = _mixed(look.skin, "#6b2f1a", 0.5)
    blush = _mixed(look.skin, "#d9553f", 0.45)
    stroke = 'fill="none" stroke-linecap="round" stroke-width'
    return (
        f'<circle cx="48" cy="72" r="5.5" fill="{blush}" opacity=".42"/>'
        f'<circle cx="80" cy="72" r="5.5" fill="{blush}" opacity=".42"/>'
        f'<path d="M48.5 54.5q5-3.6 10 0M69.5 54.5q5-3.6 10 0" {stroke}="2.6" stroke="{brow}"/>'
        f'<circle cx="54" cy="62" r="3.1" fill="{INK}"/><circle cx="74" cy="62" r="3.1" fill="{INK}"/>'
        f'<circle cx="55.1" cy="60.9" r="1" fill="#fff"/><circle cx="75.1" cy="60.9" r="1" fill="#fff"/>'
        f'<path d="M64 63q3.5 6.5-1 8" {stroke}="2" stroke="{line}"/>'
        f"{_mouth(look, line)}{_years(look, line)}"
    )


def _mouth(look: Look, line: str) -> str:
    if look.smile == "wide":
        return '<path d="M54 76.500h20c-1 7-5 9.5-10 9.500s-9-2.5-10-9.500z" fill="#7d2f2a"/><path d="M55.5 76.500h17c-.4 2.2-1 3.2-1.8 3.500H57.300c-.8-.3-1.4-1.3-1.8-3.500z" fill="#fff"/>'
    deep = _mixed(line, "#5a1f18", 0.5)
    return f'<path d="M55 77.500q9 7.5 18 0" fill="none" stroke="{deep}" stroke-width="2.6" stroke-linecap="round"/>'


def _years(look: Look, line: str) -> str:
    if not look.is_older:
        return ""
    lines = "M44 60l-3-1.500M44 64l-3 1M84 60l3-1.500M84 64l3 1M50 74q-1 4 1 7M78 74q1 4-1 7"
    return f'<path d="{lines}" fill="none" stroke="{line}" stroke-width="1.3" stroke-linecap="round" opacity=".6"/>'


def _beard(look: Look) -> str:
    full = "M39 62c1 20 11 33 25 33s24-13 25-33c-3 8-7 11-12 10-8-3-18-3-26 0-5 1-9-2-12-10z"
    match look.beard:
        case "full":
            return f'<path d="{full}" fill="{look.hair}"/>'
        case "stubble":
            return f'<path d="{full}" fill="{look.hair}" opacity=".32"/>'
        case "moustache":
            shape = "M50.5 77c3-6 9-7 13.5-4 4.5-3 10.5-2 13.5 4-5 1.5-10 1-13.5-1.5-3.5 2.5-8.5 3-13.5 1.500z"
            return f'<path d="{shape}" fill="{look.hair}"/>'
    return ""


def _glasses(look: Look) -> str:
    if not look.glasses:
        return ""
    return (
        f'<g fill="#fff" fill-opacity=".18" stroke="{look.glasses}" stroke-width="2.2">'
        '<rect x="44" y="54" width="18" height="15" rx="7"/><rect x="66" y="54" width="18" height="15" rx="7"/>'
        '<path d="M62 60q2-1.8 4 0M44 60l-5-1.500M84 60l5-1.5" fill="none"/></g>'
    )


def _earrings(look: Look) -> str:
    if not look.earrings:
        return ""
    return f'<circle cx="38.5" cy="71" r="2.4" fill="{look.earrings}"/><circle cx="89.5" cy="71" r="2.4" fill="{look.earrings}"/>'


def _mixed(colour: str, other: str, share: float) -> str:
    """`colour` with so much of `other` in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * (1 - share) + b * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
