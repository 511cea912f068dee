"""Words that stand in dates: names of months, of days of the week, and halves of the day.

To teach the reader another language, add a line to `MONTHS`. A month is also known by the beginning of its
name (three letters or more), as long as no other month of the same language begins so; where two languages
disagree, the one that stands first here is right.
"""

from gd_core.weather.vocabulary.languages import plain

MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber mrz april mai juni juli august sept oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "januar februar mars april mai juni juli august september oktober november desember",
    "ocak şubat mart nisan may\u0131s haziran temmuz ağustos eylül ekim kas\u0131m aral\u0131k",
    "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu "
    "joulukuu",
    "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
    "ledna února března dubna května června července srpna září října listopadu prosince",
)
WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "lundi mardi mercredi jeudi vendredi samedi dimanche "
    "lunes martes miércoles jueves viernes sábado domingo "
    "lunedì martedì mercoledì giovedì venerdì sabato segunda terça quarta quinta sexta "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "понедельник вторник среда четверг пятница суббота воскресенье "
    "mo di mi do fr sa so пн вт \u0441\u0440 чт пт \u0441\u0431 вс"
)
BEFORE_NOON = {"am", "a", "上午", "午前", "오전"}
AFTER_NOON = {"pm", "p", "下午", "午後", "오후"}

SHORTEST = 3  # letters of a name that are enough


def _beginnings() -> dict[str, int]:
    found: dict[str, int] = {}
    for line in MONTHS:
        own: dict[str, set[int]] = {}
        for number, name in enumerate(map(plain, line.split()), 1):
            for length in range(min(SHORTEST, len(name)), len(name)):
                own.setdefault(name[:length], set()).add(number)
        for number, name in enumerate(map(plain, line.split()), 1):
            own[name] = {number}
        for beginning, numbers in own.items():
            if len(numbers) == 1:
                found.setdefault(beginning, *numbers)
    return found


_MONTHS = _beginnings()
_WEEKDAYS = {
    plain(name)[:length]
    for name in WEEKDAYS.split()
    for length in range(min(SHORTEST, len(name)), len(name) + 1)
}


def month_of(word: str) -> int:
    """1 to 12, or 0 if the word names no month."""
    return _MONTHS.get(plain(word), 0)


def is_weekday(word: str) -> bool:
    """Whether the word names a day of the week."""
    return plain(word) in _WEEKDAYS
