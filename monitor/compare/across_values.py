"""How many figures and dates two texts have in common, each counted once. Pure."""

from collections.abc import Iterable
from fractions import Fraction

from monitor.compare.across_dates import Moment
from monitor.compare.across_figures import Figure

# Of a date: month, day, minute; of a figure: its value; then the year or unit, where one is given.
_Value = tuple[object, str | int | None]


def count(*sides: Iterable[Moment | Figure]) -> int:
    """How many values these are, which stand in both texts.

    What is written vaguely (a date without its year, a number without its unit) is no value of
    its own where one of the texts has it in full.
    """
    values = {_value(one) for side in sides for one in side}
    in_full = {what for what, detail in values if detail is not None}
    return sum(detail is not None or what not in in_full for what, detail in values)


def _value(one: Moment | Figure) -> _Value:
    if isinstance(one, Figure):
        return one.value, one.unit
    if one.month is None and one.minute is None and one.year is not None:
        return Fraction(one.year), None  # 2000年 and 2,000: too near to tell apart
    return (one.month, one.day, one.minute), one.year
