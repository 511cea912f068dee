"""What columns and lines are called that say where a station stands, in many languages.

Names are compared as `date_names.words`: in small letters, without accents.
"""

from gd_core.weather.vocabulary.date_names import vocabulary

LATITUDE_WORDS = vocabulary(
    "lat latitude latitud latitudine breite geobreite breitengrad широта 纬度 緯度 위도 szerokosc bredde"
)
LONGITUDE_WORDS = vocabulary(
    """lon lng long longitude longitud longitudine lange laenge geolange laengengrad долгота 经度 経度 경도
    dlugosc lengde"""
)
ELEVATION_WORDS = vocabulary(
    """elev elevation elevm alti altitude altitud altitudine alt hohe hoehe stationshohe stationshoehe hojd
    hoogte height высота 海拔 标高 標高 고도 wysokosc hoyde"""
)
#: Words by which a column of stations says that it holds names people use.
CALLED_WORDS = vocabulary(
    """name names nom usuel nome naam nombre stationname stationsname stationsnamn city town ciudad stadt ort
    ville commune lieu place citta cidade stad stationnaam название 名称 名 站名 지점명 도시 城市"""
)
#: The names of stations' columns that tell them apart best, before all others.
KEY_WORDS = vocabulary("id stnid stationid stationsid stn station poste wmo code 站号 区站号")
