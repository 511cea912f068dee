"""What columns of dates, of their parts, of stations and of long tables are called, in many languages.

Names are compared as words in small letters without accents ("Date/Time" is date, time). To teach the reader
another language, add its words.
"""

import re
from functools import lru_cache

from gd_core.weather.vocabulary.languages import plain


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


#: Whole names of a column of dates, most telling first.
DATE_NAMES = tuple(
    [
        "date",
        "datetime",
        "timestamp",
        "dateandtime",
        "ymd",
        "yyyymmdd",
        "yyyymmddhh",
        "dt",
        "fecha",
        "datum",
        "data",
        "дата",
        "日期",
        "年月日",
        "年月日時",
        "日時",
        "일시",
        "날짜",
        "tanggal",
        "messdatum",
        "aaaammjj",
        "aaaammjjhh",
        "valid",
        "dato",
        "tarih",
        "day",
        "time",
    ]
)
#: Words one of which the name of a column of dates often holds.
DATE_WORDS = vocabulary(
    """date dates datetime timestamp ymd yyyymmdd fecha datum data дата tanggal dato datetimeutc datetimelocal
    aaaammjj aaaammjjhh yyyymmddhh yyyymmddhhmm obstime obsdate datehour dtiso 日期 年月日 年月日時 日時 일시
    날짜 日付 时间 時間 시간 время день tarih epoch unixtime valid time day jour tag dia giorno dag zeit
    zeitstempel jday yyyyddd dt"""
)
YEAR_WORDS = vocabulary(
    """year years yyyy yr y jahr ano anio annee an anno jaar ar rok год 年 年份 연도 년 년도 tahun aaaa"""
)
MONTH_WORDS = vocabulary(
    """month mm mo mon mnth mth m monat mes mois mese maand manad maned месяц 月 月份 월 bulan miesiac"""
)
WEEK_WORDS = vocabulary(
    """week weeks wk weekno weeknr weeknumber weeknum weekofyear isoweek kw woche kalenderwoche wochennummer
    semaine numsemaine sem semana semanas settimana vecka veckonummer uge uke viikko tydzien tyden het hafta
    неделя 周 週 周数 週番号 주 주차 minggu weeknummer cw"""
)
QUARTER_WORDS = vocabulary("quarter qtr quartal trimestre trimester kwartaal kwartal квартал 季度 분기")
DAY_WORDS = vocabulary(
    """day dd dy d tag dia jour giorno dag день число 日 일 hari dzien dayofmonth dom mday"""
)
YEAR_DAY_WORDS = vocabulary("doy dayofyear yday jday julian julianday jul yearday ddd jd")
TIME_WORDS = vocabulary(
    """time hour hours hr hh h hhmm hhmmss clock hora horas heure stunde uhrzeit zeit ora uur tijd tid
    klokkeslett godzina hod час время 时间 時間 时 時 時刻 시간 시각 시 jam saat utc gmt"""
)
UTC = vocabulary("utc gmt")
MINUTE_WORDS = vocabulary("minute minutes minuut minuto minuta минута 分 분")
YEAR_MONTH_WORDS = vocabulary("yearmonth yyyymm ym monthyear period 기간 年月")

#: Words by which a column says that it tells stations apart; those of `LARGER` places tell less apart.
STATION_WORDS = vocabulary(
    """station stations stn stnid stationid stationname location city town site siteid place name usaf wban
    wmo icao poste nom usuel commune ville lieu estacion ciudad localidad lugar municipio nombre estacao
    cidade stazione localita luogo citta comune ort stadt standort stationsid stationsname stationsnamn plaats
    stad locatie sted kota stasiun lokasi станция город местность 站 站点 站名 站号 城市 地点 地区 区站号
    観測所 観測地点 지점 지점명 지점번호 도시 지역 관측소"""
)
TOWN_WORDS = vocabulary(
    """location city town place ort stadt standort lieu commune ville lugar ciudad localidad municipio
    cidade localita luogo citta comune plaats stad locatie sted kota lokasi город место 城市 地点 地區 地区
    도시 지역"""
)
LARGER = vocabulary("country region land pays pais paese 국가 国家 国")
#: Words that may stand beside them.
BESIDE = vocabulary(
    """id ids no nr num number code codes key index identifier identificador kennung nummer numero nome naam
    weather met meteo meteorological reporting of the de da do del la le di 编号 名称 名 番号 번호 명"""
)

#: Names of the columns of a table with a row for each date and element.
ELEMENT_WORDS = vocabulary(
    """attr attribute element elem datatype parameter param variable var measure measurement quantity type
    indicator parametro variabele grootheid merkmal messgrosse groesse grandeur elemento параметр 要素 変数
    指标 항목"""
)
VALUE_WORDS = vocabulary(
    """value values val data datavalue wert messwert valor valeur valore waarde varde verdi значение 值 数值
    値 값 obs observation reading result"""
)
UNIT_WORDS = vocabulary("unit units einheit unite unidad unidade unita eenheid enhet единица 单位 単位 단위")

#: Words of tables that are no weather: curves of solar cells and other devices.
VOLTAGE_WORDS = vocabulary(
    "voltage volt volts spannung tension tensione voltaje voltagem voc vmp vmpp 电压 電圧 전압"
)
CURRENT_WORDS = vocabulary(
    "current amp amps ampere strom courant corriente corrente isc imp impp 电流 電流 전류"
)


@lru_cache(maxsize=4096)  # the same names are looked at many times
def words(name: str) -> tuple[str, ...]:
    """The words of a name in small letters without accents, in order; "yearMonth" is year, month."""
    apart = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return tuple(re.findall(r"[^\W_]+", plain(apart)))


def joined_words(name: str) -> str:
    """The words of a name without anything in between."""
    return "".join(words(name))


@lru_cache(maxsize=4096)
def is_called(name: str, known: frozenset[str]) -> bool:
    """Whether a name is one of the words ``known``, what stands in brackets aside: "Hora (UTC)",
    "年/Year"."""
    bare = re.split(r"[(\[\uff08]", name)[0]
    return joined_words(bare) in known or any(joined_words(part) in known for part in bare.split("/"))


def date_rank(name: str) -> int | None:
    """How well a name fits a column of dates, 0 best; None if it does not."""
    bare = joined_words(name)
    if bare in DATE_NAMES:
        return DATE_NAMES.index(bare)
    return None if DATE_WORDS.isdisjoint([bare, *words(name)]) else len(DATE_NAMES)


def is_utc(name: str) -> bool:
    """Whether a column says that its dates or times are not local ones."""
    return not UTC.isdisjoint(words(name))


def is_station(name: str) -> bool:
    """Whether a column is called as one that tells stations apart."""
    own = set(words(name))
    return bool(own & (STATION_WORDS | LARGER)) and own <= STATION_WORDS | LARGER | BESIDE


def is_town(name: str) -> bool:
    """Whether a column is called as one of towns, not of stations."""
    return not TOWN_WORDS.isdisjoint(words(name))


def is_larger_place(name: str) -> bool:
    """Whether a column is called as one of countries or regions."""
    return not LARGER.isdisjoint(words(name))
