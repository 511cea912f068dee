"""Words and signs that stand in a cell for a missing value, or for a trace of rain: add a word here.

Compared in small letters, without the blanks around a cell. Numbers that stand for a missing value (-9999)
are found in `numbers.missing_numbers`.
"""

_MISSING = """
    - -- --- --.- – — . .. ... * ** *** **** ***** # ? ?? x xx × / // /// //// ! _
    m na n/a n.a. nan nat nv null none nil nd nd. n.d. n/d ndf missing miss absent unknown undefined void
    #n/a #value! #div/0! #ref! #name? #num!
    fehlt fehlend keine k.a k.a. manquant ausente s/d faltante mancante varias acum
    нет н/д 缺测 缺測 无 無 欠測 결측 없음
"""
MISSING_WORDS = frozenset(_MISSING.split()) | {
    "k. a.",
    "sin dato",
    "no data",
    "not available",
    "nicht verfügbar",
    "нет данных",
    "non disponible",
}

# Too little to measure, or nothing at all: an amount of 0. Where no amount is measured, a missing value.
_TRACE = "t tr tr. trace traces ip spur spuren traza trazas traços tracce 微量 следы"
TRACE_WORDS = frozenset(_TRACE.split()) | {
    "trace amounts",
    "trace of precipitation",
    "no precipitation",
    "следы осадков",
    "осадков нет",
}
