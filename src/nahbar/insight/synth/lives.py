"""How each customer really lives with the house: rhythms, means, and the day they leave.

Days are counted as fractions from the first simulated day. What stands here is the truth that the
figures are held against; nothing of it is told to them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
YEAR = 365.25
CAR_YEARS, CAR_SHAPE = 6.5, 9.0
BUSY = (0.7, 0.75, 1.0, 1.1, 1.0, 0.9, 0.85, 0.7, 0.95, 1.1, 1.1, 0.85)  # repairs, by month


@dataclass(frozen=True)
class Lives:
    """Arrays of one entry a customer.

    `known` day they became known; `begin` day they began to buy (never: infinite); `is_old` bought
    before the first day; `alive_until` day they left; `cars`; `service_days` between two services
    of a car; `has_tyres` comes to change tyres; `small_rate` repairs and accessories a year;
    `spending` multiplies prices; `temper` the mood they are in when nothing happens;
    `lost_by_complaint` left because nobody put right what went wrong.
    """

    days: float
    known: Floats
    begin: Floats
    is_old: Flags
    buys_car_first: Flags
    alive_until: Floats
    cars: npt.NDArray[np.int64]
    service_days: Floats
    has_tyres: Flags
    small_rate: Floats
    spending: Floats
    temper: Floats
    lost_by_complaint: Flags

    @property
    def rate(self) -> Floats:
        """Visits with a bill to be expected in a year, as long as they are there."""
        services = self.cars * YEAR / self.service_days
        small = self.small_rate * float(np.mean(BUSY))
        bought = 1 / CAR_YEARS * np.sqrt(self.cars)
        return np.where(np.isfinite(self.begin), services + 2 * self.has_tyres + small + bought, 0)


def draw_lives(kinds: npt.NDArray[np.str_], *, days: float, random: np.random.Generator) -> Lives:
    """Draw the truth of customers of these kinds over `days` days."""
    n = len(kinds)
    is_firm = kinds == "organisation"
    is_old = random.random(n) < 0.42
    known = np.where(is_old, -random.gamma(2, 900, n), days * random.beta(1.1, 1.0, n) - 3)
    buys = is_old | (random.random(n) < 0.72)
    waiting = random.gamma(1.6, 11, n)
    begin = np.where(is_old, 0.0, known + waiting)
    begin[~buys | (begin > days - 2)] = np.inf
    leaving = random.gamma(1.5, 0.14 / 1.5, n) / YEAR
    cars = np.where(is_firm, 1 + random.geometric(0.5, n), 1 + (random.random(n) < 0.12))
    return Lives(
        days=days,
        known=np.maximum(known, -6_000),
        begin=begin,
        is_old=is_old,
        buys_car_first=random.random(n) < 0.55,
        alive_until=begin + random.exponential(1, n) / leaving,
        cars=np.minimum(cars, 8),
        service_days=np.clip(random.normal(375, 45, n), 240, 520),
        has_tyres=random.random(n) < 0.5,
        small_rate=random.gamma(1.2, 0.5, n) * np.sqrt(cars),
        spending=np.exp(random.normal(0, 0.3, n)),
        temper=np.clip(random.normal(0.55, 0.5, n), -1, 1.6),
        lost_by_complaint=np.zeros(n, dtype=bool),
    )
