"""The words by which files name what they hold: one table, a block per concept, a line per language.

Letters are small and without accents, as `plain` makes them. A word without a star is
a whole word of a name ("max" of "T max (°C)"); a star stands for any letters before or behind it
("*temperatu*" finds Höchsttemperatur, temperatuur and temperatura). Chinese, Japanese and Korean don't part
their words: there, every entry is looked for anywhere in the name. To teach another language, add lines.
"""

import unicodedata

Words = tuple[tuple[str, str], ...]

CONCEPTS: dict[str, Words] = {
    # --- what is measured ------------------------------------------------------------------------------
    "temperature": (
        ("en", "temperature temperatures temp temps tmp t t2m airtemp tempf tempc tempm tempi tmpf tmpc"),
        ("codes", "ta tt tas tair airt atmp tem tl tobs tre200h0 tre200s0"),
        ("de fr nl es pt it sv no pl", "*temperatu*"),
        ("fi hu cs", "*lampotil* *homerseklet* *teplot*"),
        ("el tr vi", "*θερμοκρασ* s\u0131cakl\u0131k* sicaklik* nhiet"),
        ("ru", "*температур* т"),
        ("zh", "气温 氣溫 温度 溫度 *wendu* *qiwen*"),
        ("ja", "気温 温度"),
        ("ko", "기온 온도"),
        ("id", "suhu"),
    ),
    "precipitation": (
        ("en", "precipitation precip prcp rain rainfall prec ppt rr rsk pcp prectot prectotcorr rainsum"),
        ("de nl", "*niederschlag* regen* *neerslag*"),
        ("fr", "precipitation* pluie* pluviometrie"),
        ("es pt it", "precipita* lluvia* chuva* pioggia piogge"),
        ("ru", "*осадк* дожд*"),
        ("sv no fi", "*nederbord* *nedbør* sademaara sade"),
        ("hu pl cs sl hr", "csapadek* opad* srazk* uhrn* padavin* oborin*"),
        ("el tr ro", "βροχ* υετ* yag\u0131s* yagis* precipitati*"),
        ("zh", "降水 降雨 雨量 jiangshui*"),
        ("ja", "降水"),
        ("ko", "강수 강우"),
        ("id", "hujan"),
    ),
    "snow": (
        ("en", "snow snowfall snwd snowdepth sndp snowdpth snowfallsum"),
        ("de nl", "*schnee* *sneeuw*"),
        ("fr es pt it", "neige* nieve neve nev"),
        ("ru sv no fi", "*снег* *снеж* *snodjup* *snødybde* lumensyvyys"),
        ("zh ja", "雪"),
        ("ko", "적설 신적설"),
    ),
    "wind": (
        ("en", "wind winds windspeed wspd wdsp awnd gust gusts windgust wpgt fg ws ws2m ws10m mxspd sknt"),
        ("de nl sv no", "*wind* vind*"),
        ("fr es pt it", "vent vento ventomedia ventomax viento* rafale* racha rajada raffica velmedia"),
        ("ru", "ветер ветр*"),
        ("zh ja", "风 風"),
        ("ko", "풍속 풍향 풍정 바람"),
        ("id", "angin"),
    ),
    "humidity": (
        ("en", "humidity rh rh2m rhum hum relh rhavg"),
        ("de nl", "*feuchte* *feuchtigkeit* *vochtigheid*"),
        ("fr es pt it", "humidite humedad umidade umidita hrmedia"),
        ("ru sv no", "*влажност* *fuktighet*"),
        ("zh ja", "湿度 濕度"),
        ("ko", "습도"),
        ("id", "kelembapan kelembaban"),
    ),
    "pressure": (
        ("en", "pressure pres slp stp mslp press meanpressure altimeter qnh qfe"),
        ("de nl sv no", "*luftdruck* *druck *luchtdruk* *lufttryck* *lufttrykk*"),
        ("fr es pt it", "pression* presion* pressao* pressione*"),
        ("ru", "*давлени*"),
        ("zh ja", "气压 氣壓 気圧"),
        ("ko", "기압 증기압"),
        ("id", "tekanan"),
    ),
    "radiation": (
        ("en", "radiation solar sunshine sun tsun srad rad irradiance insolation"),
        ("de nl", "*strahlung* sonnenschein* *straling* zonneschijn*"),
        ("fr", "rayonnement ensoleillement insolation"),
        ("es pt it", "radiacion insolacion radiacao insolacao radiazione soleggiamento eliofania"),
        ("ru", "радиаци* сияни*"),
        ("zh ja", "日照 辐射 輻射 日射"),
        ("ko", "일조 일사"),
        ("id", "penyinaran"),
    ),
    "cloud": (
        ("en", "cloud clouds cloudcover cldc cloudiness okta oktas"),
        ("de nl", "bewolkung* bedeckung* bewolking*"),
        ("fr es pt it", "nebulosite nuages nubosidad nebulosidade nuvolosita"),
        ("ru", "*облачност*"),
        ("zh ja", "云量 雲量"),
        ("ko", "운량"),
    ),
    # --- which value of the day ------------------------------------------------------------------------
    "highest": (
        ("en", "max maximum maxi high highest hi daymax maximun maxium"),
        ("de nl sv no", "max maximal* maximum* *hochst* *hoogste* hogsta høyeste højeste maks* maksimum*"),
        ("fr es pt it", "maxima maximo maximale maximal maximas maximum massima massimo massime"),
        ("ru pl", "макс* maks* najwyzsz*"),
        ("fi cs hu sl hr", "ylin maximalni nejvyssi legmagasabb najvisj* najvis*"),
        ("el tr uk", "μεγιστ* yuksek найвищ*"),
        ("zh ja", "最高 最大 高温 zuigao*"),
        ("ko", "최고 최대"),
        ("id", "maksimum tertinggi"),
    ),
    "lowest": (
        ("en", "min minimum mini low lowest lo daymin minimun minium"),
        ("de nl sv no", "min minimal* minimum* *tiefst* *laagste* lagsta laveste"),
        ("fr es pt it", "minima minimo minimale minimal minimas minimum"),
        ("ru pl", "мин* najnizsz*"),
        ("fi cs hu sl hr", "alin minimalni nejnizsi legalacsonyabb najnizj* najniz*"),
        ("el tr uk", "ελαχιστ* dusuk найнижч*"),
        ("zh ja", "最低 最小 低温 zuidi*"),
        ("ko", "최저 최소"),
        ("id", "minimum terendah"),
    ),
    "mean": (
        ("en", "mean avg average ave"),
        ("de nl sv no", "*mittel* mittlere* *durchschnitt* *gemiddeld* medel* middel*"),
        ("fr es pt it", "moyen moyenne moy media medio medias promedio med"),
        ("ru pl", "средн* sredni*"),
        ("fi cs hu sl hr", "*keskilampotil* keskiarvo prumern* kozep* atlag* povprecn* srednj*"),
        ("el tr uk ro", "μεσ* ortalama середн* medie"),
        ("zh ja", "平均 pingjun*"),
        ("ko", "평균"),
        ("id", "rata ratarata"),
    ),
    # --- another day -----------------------------------------------------------------------------------
    "tomorrow": (
        ("en", "tomorrow next nextday tmrw tplus1 tomorrows"),
        ("de nl", "morgen folgetag* volgende"),
        ("fr", "demain lendemain"),
        ("es pt it", "manana siguiente amanha seguinte domani"),
        ("ru sv no pl", "завтра* imorgon jutro"),
        ("zh ja", "明天 明日 次日 翌日 mingtian mingri"),
        ("ko", "내일 익일 다음날"),
        ("id", "besok"),
    ),
    "yesterday": (
        ("en", "lag lag1 yesterday previous prev"),
        ("de nl", "gestern vortag* gisteren vorige"),
        ("fr es pt it", "hier veille ayer ontem ieri"),
        ("ru", "вчера*"),
        ("zh ja", "昨天 昨日 前日 前一天"),
        ("ko", "어제 전일 전날"),
        ("id", "kemarin"),
    ),
    # --- temperatures of something else ----------------------------------------------------------------
    "not of the air": (
        ("en", "soil ground grass sea water sst surface skin road pavement lake river sensor indoor inside"),
        ("en", "brightness bright globe tank cpu battery normalised normalized grnd subsurface"),
        ("de nl", "*boden* *wasser* *gras* oberflache* *grond* *bodem* *water*"),
        ("fr", "sol mer eau surface"),
        ("es pt it", "suelo mar agua solo relva suolo mare acqua terreno superficie"),
        ("ru sv no", "*почв* *грунт* *вод* *мор* *поверхност* mark* vatten* vann*"),
        ("zh", "地面 土壤 地表 地温 水温 海温 草面"),
        ("ja", "地中 地面 地表 海面 水温"),
        ("ko", "지중 지면 초상 해수 수온 토양 지표"),
    ),
    "of the air": (
        ("en", "air dry drybulb"),
        ("de nl sv no", "luft* lucht*"),
        ("fr es pt it", "air aire ar aria seco"),
        ("ru", "воздух*"),
    ),
    "derived": (
        ("en", "dew dewpoint dewp dewpt dwpt dwpf dwpc dewptm dewpti adpt frost wet wetbulb wetb"),
        ("en", "chill windchill heat heatindex index apparent feels feelslike felt feel realfeel humidex"),
        ("en", "range dtr days uncertainty std stdev variance lapse gradient gdd hdd cdd depression"),
        ("en", "potential virtual cnt count counts nobs"),
        ("de nl", "*taupunkt* *gefuhlt* *schwankung* *dauwpunt* *gevoels* *feuchttemperatur*"),
        ("fr", "rosee *rosee ressenti* amplitude ecart"),
        ("es pt it", "rocio sensacion orvalho sensacao rugiada *rugiada percepita umido humedo"),
        ("ru sv no", "точк* росы ощуща* *daggpunkt* *duggpunkt*"),
        ("zh", "露点 露點 体感 體感 湿球 濕球 温差 溫差"),
        ("ja", "露点 体感 湿球 較差"),
        ("ko", "이슬점 체감 일교차 습구"),
    ),
    # --- no weather of the day -------------------------------------------------------------------------
    "record": (
        ("en", "record rec records alltime"),
        ("de fr es pt it sv", "rekord* record records primato"),
        ("ru", "рекорд*"),
        ("zh ja ko", "历史最 歷史最 極値 극값 극점"),
    ),
    "normal": (
        ("en", "normal normals norm norms climatology climo climatological"),
        ("de fr es pt it", "normalwert* langjahrig* normale normales normais"),
        ("ru", "норм*"),
        ("zh ja ko", "常年 气候值 平年 평년"),
    ),
    "anomaly": (
        ("en", "anomaly anomalies anom departure deviation"),
        ("de fr es pt it", "*abweichung* anomalie anomalia"),
        ("ru", "аномал* отклонени*"),
        ("zh ja ko", "距平 平年差 偏差 평년차 편차"),
    ),
    "flag": (
        ("en", "flag flags quality qc qa qflag mflag sflag qn attribute attributes completeness ind flg"),
        ("de nl sv no", "*qualitat* kwaliteit* kvalitet*"),
        ("fr es pt it", "qualite calidad qualidade qualita"),
        ("ru", "качеств* флаг*"),
        ("zh ja", "质量 質量 品质 品質 均質 完整性 現象なし"),
        ("ko", "품질 플래그"),
    ),
    "clock": (  # of an event; sure by the name alone
        ("en", "hhmm hhmi hrmt pgtm fmtm"),
        ("de nl fr es", "uhrzeit* tijdstip* horatmax horatmin horaracha horapresmax horapresmin"),
        ("zh ja", "時刻 起時 出现时间 出現時間"),
        ("ko", "시각"),
    ),
    "time": (  # of an event, if the numbers are such
        ("en", "time hour hours"),
        ("de nl", "zeit* tijd* uur stunde"),
        ("fr es pt it", "heure heures hora horas ora orario"),
        ("ru zh ja", "время час 时间 時間"),
    ),
    # --- helpers: a name is one if all its words are such, or `FILLERS` -----------------------------------
    "calendar": (
        ("en", "year yr yyyy month mon mnth mo day dy hour hr hh minute second week weekday"),
        ("en", "dayofyear doy yday jday julian season quarter weekend workingday holiday dom dow"),
        ("de nl", "jahr monat tag stunde woche wochentag jahreszeit jaar maand dag uur seizoen"),
        ("fr", "annee an mois jour heure semaine saison"),
        ("es pt it", "ano mes dia hora anno mese giorno ora estacion stagione estacao semana settimana"),
        ("ru", "год месяц день час сезон"),
        ("sv no id", "ar manad dygn tahun bulan tanggal hari"),
    ),
    "number": (
        ("en", "id ids identifier no nr num number code wmo icao usaf wban gid fid objectid rowid row index"),
        ("en", "unnamed instant serial seq sequence counter station stations stn stationid location"),
        ("de nl fr es pt it", "nummer numero poste indicativo codigo codice stationsnummer stationsid"),
        ("ru", "номер станция"),
    ),
    "place": (
        ("en", "lat latitude lats lon lng long longitude lons elev elevation altitude alt height dem"),
        ("de nl fr es pt it", "breite lange hohe geobreite geolange hoogte latitud longitud altitud"),
        ("ru id", "широта долгота высота lintang bujur"),
    ),
}

# Words that may stand beside those of a helper.
_FILLERS = "of the is a x y z m deg degrees decimal above sea level name site climate product"
FILLERS = frozenset(_FILLERS.split())

# Names that are one of the helpers' as a whole, where words aren't parted.
WHOLE_NAMES = {
    "calendar": "年 月 日 时 時 周 星期 季节 季節 년 년도 연도 월 일 시 요일 계절",
    "number": "序号 编号 站号 区站号 站名 地点 번호 지점 지점번호 지점명",
    "place": "纬度 经度 海拔 緯度 経度 經度 標高 高度 위도 경도 고도",
}


def plain(text: str) -> str:
    """``text`` in small letters, without accents, full-width letters and blanks at the ends."""
    if text.isascii():
        return text.strip().lower()
    letters = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", bare).casefold().strip()
