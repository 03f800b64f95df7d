import itertools
import re
import unicodedata

from django.db import migrations


MADE_OF_SHARES = ("weighted_mean", "recomputed", "min", "max", "none")


def fill(apps, schema_editor):
    """Each text becomes a unit of measure; values in per cent that are not summed are percentages.

    What only lines of ad-hoc requests say is no entry of the list.
    """
    indicators = apps.get_model("indicators", "Indicator").objects
    measures = apps.get_model("indicators", "UnitOfMeasure").objects
    known = {name.casefold(): code for code, name in measures.values_list("code", "name")}
    listed = set(indicators.filter(is_ad_hoc=False).values_list("unit_of_measure", flat=True))
    for text in [*sorted(listed), *sorted({*indicators.values_list("unit_of_measure", flat=True)} - listed)]:
        name = " ".join(text.split()) or "không có đơn vị tính"
        if name.casefold() not in known:
            code = _free(name, set(known.values()))
            measures.create(code=code, name=name, quantity=code, is_ad_hoc=text not in listed)
            known[name.casefold()] = code
        indicators.filter(unit_of_measure=text).update(measured_in=known[name.casefold()])
    indicators.filter(decimals__gt=0).update(kind="amount")
    shares = indicators.filter(measured_in__in=("phan-tram", "phan-nghin"), over_units__in=MADE_OF_SHARES)
    shares.exclude(over_time="sum").update(kind="percentage")


def _free(name, taken):
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub("[\u0300-\u036f]", "", plain)).strip("-")[:34] or "khac"
    numbers = (f"{slug}-{number}" for number in itertools.count(2))
    return next(code for code in itertools.chain([slug], numbers) if code not in taken)


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0042_whole_indicators'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
