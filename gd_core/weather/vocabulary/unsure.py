"""Words of names that say little by themselves: the values decide, and the columns beside them."""

# Words for a temperature that mean something else in another language, or to another writer: "le temps" is
# the weather and the time, "t" a time or a count. The values decide, and the columns beside them.
AMBIGUOUS = frozenset({"temps", "t"})

# Words for how far one sees.
_SEEN = "visibility vis visib vsby sichtweite zicht visibilite visibilidad visibilidade visibilita видимость"
VISIBILITY_WORDS = frozenset(_SEEN.split())

# Long words for a temperature, of which one that is nearly the same is a slip of the pen.
MISSPELT = ("temperature", "temperatur", "temperatura", "temperatuur", "температура")

# Names that say nothing: whatever is measured may be called so.
_NEUTRAL = """
    value values val data reading readings measurement measurements obs observation observations y x
    wert werte messwert valeur valeurs valor valores valore valori waarde varde verdi nilai значение
    数值 數值 数値 値 值 값 측정값
"""
NEUTRAL = frozenset(_NEUTRAL.split())
