"""The downloads of weather services and the tables people make of them, as far as their meaning goes.

Each case writes the same 200 days as a service would: its header, its codes, its units, its signs for a
missing value. What must come out is known, for the days were made here.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import WeatherError, read_weather

DAYS = 200


def made_days() -> list[dict]:
    """The weather of 200 days in °C, with dates taken apart; other units beside it."""
    random = np.random.default_rng(7)
    season = 14 + 9 * np.sin((np.arange(DAYS) - 40) / 58)
    memory = np.zeros(DAYS)
    for day in range(1, DAYS):
        memory[day] = 0.7 * memory[day - 1] + random.normal(0, 2.2)
    tmax = np.round(season + memory, 1)
    tmin = np.round(tmax - 5 - np.abs(random.normal(3, 1.5, DAYS)), 1)
    mean = np.round((tmax + tmin) / 2, 1)
    rain = np.round(np.where(random.random(DAYS) < 0.6, 0, random.gamma(0.8, 6, DAYS)), 1)
    wind = np.round(random.gamma(3, 1.3, DAYS), 1)
    humidity = np.clip(np.round(70 + random.normal(0, 12, DAYS)), 20, 100).astype(int)
    pressure = np.round(1013 + random.normal(0, 8, DAYS), 1)
    rows = []
    for day, date in enumerate(pd.date_range("2019-01-01", periods=DAYS)):
        degrees = {"tmax": tmax[day], "tmin": tmin[day], "mean": mean[day]}
        row = {**degrees, "rain": rain[day], "wind": wind[day], "rh": humidity[day], "p": pressure[day]}
        row |= {f"{name}F": round(1.8 * value + 32, 1) for name, value in degrees.items()}
        row |= {f"{name}K": round(value + 273.15, 2) for name, value in degrees.items()}
        row |= {f"{name}T": round(10 * value) for name, value in degrees.items()}
        row |= {"rainT": round(10 * rain[day]), "date": date, "clock": int(random.integers(9, 17)) * 100 + 24}
        rows.append(row | {"n": day + 1, "dir": int(random.integers(1, 36)) * 10})
    return rows


ROWS = made_days()


class Service(NamedTuple):
    """How ``name`` writes a day: the header, a template for a row, and another one for the 20th and the 30th
    day, on which the target is missing."""

    name: str
    header: str
    row: str
    target: str
    unit: str = "C"
    stated: bool = False  # whether the file says its unit
    without: str | None = None
    helpers: str = ""  # columns that must not predict by default, parted by |
    values: str = "tmax"  # the column of ROWS that must come out
    before: str = ""  # lines above the header


def bytes_of(service: Service) -> bytes:
    lines = [*service.before.splitlines(), service.header]
    for row in ROWS:
        absent = service.without is not None and row["n"] in (20, 30)
        lines.append((service.without if absent else service.row).format(**row))
    return "\n".join(lines).encode()


SERVICES = [
    Service(
        "Australia",
        "Product code,Bureau of Meteorology station number,Year,Month,Day,Maximum temperature (Degree C),"
        "Days of accumulation of maximum temperature,Quality",
        "IDCJAC0010,086338,{date:%Y,%m,%d},{tmax},1,Y",
        "Maximum temperature (Degree C)",
        stated=True,
        without="IDCJAC0010,086338,{date:%Y,%m,%d},,,",
    ),
    Service(
        "GSOD",
        "STATION,DATE,LATITUDE,LONGITUDE,ELEVATION,NAME,TEMP,TEMP_ATTRIBUTES,DEWP,SLP,STP,WDSP,MXSPD,GUST,MAX,"
        "MAX_ATTRIBUTES,MIN,MIN_ATTRIBUTES,PRCP,PRCP_ATTRIBUTES,SNDP,FRSHTT",
        "03772099999,{date:%Y-%m-%d},51.47,-0.45,25.3,HEATHROW,{meanF},24,40.1,{p},{p},{wind},12.0,999.9,"
        "{tmaxF},*,{tminF},*,0.0{n:02d},G,999.9,010000",
        "MAX",
        unit="F",
        values="tmaxF",
        without="03772099999,{date:%Y-%m-%d},51.47,-0.45,25.3,HEATHROW,{meanF},24,40.1,{p},{p},{wind},12.0,"
        "999.9,9999.9,*,{tminF},*,99.99,G,999.9,010000",
        helpers="TEMP_ATTRIBUTES",
    ),
    Service(
        "AEMET",
        "fecha,indicativo,nombre,provincia,altitud,tmed,prec,tmin,horatmin,tmax,horatmax,dir,velmedia,racha,"
        "horaracha,presMax,horaPresMax",
        '{date:%Y-%m-%d},9294E,"BARDENAS REALES, BASE",NAVARRA,295,{mean},Ip,{tmin},05:10,{tmax},{clock},19,'
        "{wind},7.2,05:10,{p},Varias",
        "tmax",
        helpers="horatmax|altitud",
    ),
    Service(
        "Météo-France",
        "NUM_POSTE;NOM_USUEL;LAT;LON;ALTI;AAAAMMJJ;RR;QRR;TN;QTN;HTN;QHTN;TX;QTX;HTX;QHTX;TM;QTM;TNTXM;QTNTXM;"
        "TAMPLI;QTAMPLI;TNSOL;QTNSOL;FFM;QFFM",
        " 77054001;LA BROSSE;48.35;3.02;77;{date:%Y%m%d};{rain};1;{tmin};1;448;9;{tmax};1;{clock};9;{mean};1;"
        "{mean};1;7.5;1;-1.2;1;{wind};1",
        "TX",
        without=" 77054001;LA BROSSE;48.35;3.02;77;{date:%Y%m%d};{rain};9;{tmin};9;448;1;;;;;{mean};9;"
        "{mean};9;7.5;9;-1.3;9;{wind};9",
        helpers="QTX|HTX|QTN|QRR",
    ),
    Service(
        "Hong Kong",
        "年/Year,月/Month,日/Day,數值/Value,數據完整性/data Completeness",
        "{date:%Y},{date.month},{date.day},{tmax},C",
        "數值/Value",
        stated=True,
        without="{date:%Y},{date.month},{date.day},***,",
        before="每日最高氣溫 (攝氏度) - 京士柏\nDaily Maximum Temperature (°C) - King's Park",
    ),
    Service(
        "Daymet",
        "year,yday,dayl (s),prcp (mm/day),srad (W/m^2),swe (kg/m^2),tmax (deg c),tmin (deg c),vp (Pa)",
        "{date:%Y},{n},34011.34,{rain},120.25,0,{tmax},{tmin},983.53",
        "tmax (deg c)",
        stated=True,
        before="Latitude: 37.7749  Longitude: -122.4194\nTile: 11369\nElevation: 16 meters\nHow to cite: ...",
    ),
    Service(
        "MeteoSwiss",
        "station_abbr;reference_timestamp;tre200d0;tre200dx;tre200dn;tre005dn;rre150d0;ure200d0;prestad0",
        "BUS;{date:%d.%m.%Y} 00:00;{mean};{tmax};{tmin};-1.{n};{rain};{rh};{p}",
        "tre200dx",
        without="BUS;{date:%d.%m.%Y} 00:00;{mean};-;{tmin};-1.{n};{rain};{rh};{p}",
    ),
    Service(
        "Finland",
        "Observation station,Year,Month,Day,Time [Local time],Maximum temperature [°C],"
        "Minimum temperature [°C]",
        "Helsinki,{date:%Y,%m,%d},00:00,{tmax},{tmin}",
        "Maximum temperature [°C]",
        stated=True,
    ),
    Service(
        "ECA&D",
        "STAID, SOUID,    DATE,   TX, Q_TX",
        "   162,100522,{date:%Y%m%d},{tmaxT:5d},    0",
        "TX",
        stated=True,
        without="   162,100522,{date:%Y%m%d},-9999,    9",
        helpers="Q_TX|SOUID",
        before="EUROPEAN CLIMATE ASSESSMENT & DATASET (ECA&D), file created on 01-01-2020\n\n"
        "FILE FORMAT (MISSING VALUE CODE IS -9999):\n\n"
        "01-06 STAID: Station identifier\n07-12 SOUID: Source identifier\n14-21 DATE : Date YYYYMMDD\n"
        "23-27 TX   : maximum temperature in 0.1 &#176;C\n29-33 Q_TX : Quality code for TX\n".replace(
            "&#176;", "°"
        ),
    ),
    Service(
        "ERA5",
        "time,latitude,longitude,t2m,mx2t,mn2t,tp,sp",
        "{date:%Y-%m-%d},52.5,13.4,{meanK},{tmaxK},{tminK},0.00{n},{p}",
        "mx2t",
    ),
    Service(
        "GHCN in tenths",
        "STATION,NAME,DATE,PRCP,PRCP_ATTRIBUTES,TMAX,TMAX_ATTRIBUTES,TMIN,TMIN_ATTRIBUTES",
        'USW00094728,"NEW YORK, NY US",{date:%Y-%m-%d},{rainT},",,W",{tmaxT},",,W",{tminT},",,W"',
        "TMAX",
    ),
    Service(
        "Weather Underground",
        "EST,Max TemperatureF,Mean TemperatureF,Min TemperatureF,Max Dew PointF, Max Humidity,"
        "PrecipitationIn, CloudCover, Events, WindDirDegrees",
        "{date.year}-{date.month}-{date.day},{tmaxF},{meanF},{tminF},40,{rh},T,5,Rain,{dir}",
        "Max TemperatureF",
        unit="F",
        stated=True,
        values="tmaxF",
    ),
    Service(
        "records and normals",
        "date,actual_mean_temp,actual_min_temp,actual_max_temp,average_min_temp,average_max_temp,"
        "record_min_temp,record_max_temp,record_min_temp_year,actual_precipitation",
        "{date:%Y-%m-%d},{meanF},{tminF},{tmaxF},{n},7{n},-1{n},10{n},1950,{rain}",
        "actual_max_temp",
        unit="F",
        values="tmaxF",
        helpers="average_min_temp|average_max_temp|record_min_temp|record_max_temp|record_min_temp_year",
    ),
    Service(
        "Visual Crossing",
        "name,datetime,tempmax,tempmin,temp,feelslikemax,dew,humidity,precip,precipprob,windspeed,winddir,"
        "sealevelpressure,moonphase,conditions",
        '"Ankara, Türkiye",{date:%Y-%m-%d},{tmax},{tmin},{mean},{tmin},3.3,{rh},{rain},0,{wind},{dir},{p},'
        "0.5,Clear",
        "tempmax",
    ),
    Service(
        "Chinese",
        "日期,最高气温,最低气温,天气,风向",
        "{date:%Y-%m-%d},{tmax}℃,{tmin}℃,晴,北风",
        "最高气温",
        stated=True,
    ),
    Service(
        "pinyin",
        "riqi,zuigaoqiwen,zuidiqiwen,jiangshui",
        "{date:%Y-%m-%d},{tmax},{tmin},{rain}",
        "zuigaoqiwen",
    ),
    Service(
        "Japanese",
        "年月日,平均気温(℃),最高気温(℃),最高気温 起時,最低気温(℃),降水量の合計(mm),日照時間(時間)",
        "{date:%Y/%m/%d},{mean},{tmax},{clock},{tmin},{rain},4.{n}",
        "最高気温(℃)",
        stated=True,
        without="{date:%Y/%m/%d},{mean},×,{clock},{tmin},--,///",
        helpers="最高気温 起時",
    ),
    Service(
        "Korean",
        "지점,지점명,일시,평균기온(°C),최저기온(°C),최저기온 시각(hhmi),최고기온(°C),"
        "최고기온 시각(hhmi),일강수량(mm)",
        "108,서울,{date:%Y-%m-%d},{mean},{tmin},{clock},{tmax},{clock},{rain}",
        "최고기온(°C)",
        stated=True,
        helpers="최고기온 시각(hhmi)|최저기온 시각(hhmi)|지점",
    ),
    Service(
        "Russian",
        "Дата;Средняя температура воздуха;Максимальная температура воздуха;Минимальная температура воздуха;"
        "Температура почвы;Осадки",
        "{date:%d.%m.%Y};{mean};{tmax};{tmin};4.{n};{rain}",
        "Максимальная температура воздуха",
    ),
    Service(
        "German",
        "Datum;Tiefsttemperatur [°C];Höchsttemperatur [°C];Mitteltemperatur [°C];Bodentemperatur [°C];"
        "Niederschlag [mm];Qualitätsniveau",
        "{date:%d.%m.%Y};{tmin};{tmax};{mean};4.{n};{rain};{n}",
        "Höchsttemperatur [°C]",
        stated=True,
        helpers="Qualitätsniveau",
    ),
    Service(
        "French",
        "Date;Température minimale (°C);Température maximale (°C);Température du sol (°C);Pluie (mm)",
        "{date:%d/%m/%Y};{tmin};{tmax};3.{n};{rain}",
        "Température maximale (°C)",
        stated=True,
    ),
    Service(
        "Spanish",
        "Fecha;Temperatura media;Temperatura máxima;Temperatura mínima;Precipitación;Humedad",
        "{date:%d/%m/%Y};{mean};{tmax};{tmin};{rain};{rh}",
        "Temperatura máxima",
    ),
    Service(
        "Portuguese",
        "Data Medicao;PRECIPITACAO TOTAL, DIARIO (AUT)(mm);TEMPERATURA MAXIMA, DIARIA (AUT)(°C);"
        "TEMPERATURA MEDIA, DIARIA (AUT)(°C);TEMPERATURA MINIMA, DIARIA (AUT)(°C);"
        "TEMPERATURA DO PONTO DE ORVALHO MEDIA DIARIA (AUT)(°C)",
        "{date:%Y-%m-%d};{rain};{tmax};{mean};{tmin};5.{n}",
        "TEMPERATURA MAXIMA, DIARIA (AUT)(°C)",
        stated=True,
        without="{date:%Y-%m-%d};null;null;{mean};{tmin};5.{n}",
    ),
    Service(
        "Italian",
        "Data;Temperatura media;Temperatura minima;Temperatura massima;Pioggia;Umidità",
        "{date:%d/%m/%Y};{mean};{tmin};{tmax};{rain};{rh}",
        "Temperatura massima",
    ),
    Service(
        "Dutch",
        "datum;gemiddelde temperatuur;minimumtemperatuur;maximumtemperatuur;bodemtemperatuur;neerslag",
        "{date:%d-%m-%Y};{mean};{tmin};{tmax};4.{n};{rain}",
        "maximumtemperatuur",
    ),
    Service(
        "Indonesian",
        "Tanggal,Suhu minimum,Suhu maksimum,Suhu rata-rata,Kelembapan,Curah hujan",
        "{date:%d-%m-%Y},{tmin},{tmax},{mean},{rh},{rain}",
        "Suhu maksimum",
        without="{date:%d-%m-%Y},{tmin},9999,{mean},{rh},8888",
    ),
    Service(
        "MIDAS",
        "ob_end_time,id,max_air_temp,min_air_temp,min_grss_temp,max_air_temp_q,min_air_temp_q",
        "{date:%Y-%m-%d} 09:00:00,19260,{tmax},{tmin},2.{n},{n},6",
        "max_air_temp",
        without="{date:%Y-%m-%d} 09:00:00,19260,NA,{tmin},2.{n},NA,6",
        helpers="max_air_temp_q",
    ),
    Service(
        "xmACIS",
        "Date,MaxTemperature,MinTemperature,AvgTemperature,AvgTemperatureDeparture,HDD,CDD,Precipitation",
        "{date:%Y-%m-%d},{tmaxF},{tminF},{meanF},{dir},20,0,T",
        "MaxTemperature",
        unit="F",
        values="tmaxF",
        without="{date:%Y-%m-%d},M,{tminF},{meanF},{dir},20,0,M",
        helpers="AvgTemperatureDeparture",
    ),
    Service(
        "PRISM",
        "Date,ppt (inches),tmin (degrees F),tmean (degrees F),tmax (degrees F),tdmean (degrees F)",
        "{date:%Y-%m-%d},0.{n},{tminF},{meanF},{tmaxF},30.{n}",
        "tmax (degrees F)",
        unit="F",
        stated=True,
        values="tmaxF",
    ),
    Service(
        "California",
        "Stn Id,Stn Name,CIMIS Region,Date,Jul,ETo (in),qc,Precip (in),qc,Max Air Temp (F),qc,"
        "Min Air Temp (F),qc",
        "2,FivePoints,San Joaquin,{date.month}/{date.day}/{date.year},{n},0.1{n},,0.0,,{tmaxF},,{tminF},Y",
        "Max Air Temp (F)",
        unit="F",
        stated=True,
        values="tmaxF",
        helpers="Jul",
    ),
    Service(
        "SILO",
        "station,YYYY-MM-DD,daily_rain,daily_rain_source,max_temp,max_temp_source,min_temp,min_temp_source",
        "86282,{date:%Y-%m-%d},{rain},{n},{tmax},{n},{tmin},{n}",
        "max_temp",
        helpers="max_temp_source|min_temp_source|daily_rain_source",
    ),
    Service(
        "buoy",
        "YY MM DD hh WDIR WSPD GST PRES ATMP WTMP DEWP VIS",
        "{date:%Y %m %d} 00 {dir} {wind} 9.{n} {p} {tmax} 12.{n} 4.{n} 99.0",
        "ATMP",
        without="{date:%Y %m %d} 00 999 99.0 99.0 9999.0 999.0 12.{n} 999.0 99.0",
    ),
    Service(
        "Greek",
        "Ημερομηνία;Μέση Θερμοκρασία;Μέγιστη Θερμοκρασία;Ελάχιστη Θερμοκρασία;Βροχή",
        "{date:%d/%m/%Y};{mean};{tmax};{tmin};{rain}",
        "Μέγιστη Θερμοκρασία",
    ),
    Service(
        "Turkish",
        "Tarih;Ortalama S\u0131cakl\u0131k;En Yüksek S\u0131cakl\u0131k;En Düşük S\u0131cakl\u0131k;"
        "Yağ\u0131ş",
        "{date:%d.%m.%Y};{mean};{tmax};{tmin};{rain}",
        "En Yüksek S\u0131cakl\u0131k",
    ),
    Service(
        "Hungarian",
        "Dátum;Középhőmérséklet;Legmagasabb hőmérséklet;Legalacsonyabb hőmérséklet;Csapadék",
        "{date:%Y.%m.%d.};{mean};{tmax};{tmin};{rain}",
        "Legmagasabb hőmérséklet",
    ),
    Service(
        "Croatian",
        "Datum;Srednja temperatura;Najviša temperatura;Najniža temperatura;Oborina",
        "{date:%d.%m.%Y.};{mean};{tmax};{tmin};{rain}",
        "Najviša temperatura",
    ),
    Service(
        "Danish",
        '"DateTime";"Laveste temperatur";"Middeltemperatur";"Højeste temperatur"',
        '"{date:%Y-%m-%d}";"{tmin}";"{mean}";"{tmax}"',
        "Højeste temperatur",
    ),
    Service(
        "Czech",
        "STATION,ELEMENT,VTYPE,DT,VALUE,FLAG,QUALITY",
        "0-20000-0-11518,T,AVG,{date:%Y-%m-%d}T00:00:00Z,{mean},,0\n"
        "0-20000-0-11518,TMA,20:00,{date:%Y-%m-%d}T00:00:00Z,{tmax},,0\n"
        "0-20000-0-11518,TMI,20:00,{date:%Y-%m-%d}T00:00:00Z,{tmin},,0",
        "TMA",
    ),
    Service(
        "Polish",
        '"252200375","WARSZAWA","2018","12","31",1.0,"",0.0,"",0.5,"",-1.1,"",0.1,"","W",0,"9"',
        '"252200375","WARSZAWA","{date:%Y}","{date:%m}","{date:%d}",{tmax},"",{tmin},"",{mean},"",-1.{n},"",'
        '{rain},"","W",0,"9"',
        "column_6",
    ),
    Service(
        "German service",
        "STATIONS_ID;MESS_DATUM;QN_3;  FX;  FM;QN_4; RSK;RSKF; SDK;SHK_TAG;  NM; VPM;  PM; TMK; UPM; TXK; "
        "TNK; TGK;eor",
        "        433;{date:%Y%m%d};   10;  11.2;   {wind};    3;   {rain};   6;   0.0;   0;   7.9;  10.0; "
        "{p};   {mean};  {rh};   {tmax};   {tmin};   -1.{n};eor",
        "TXK",
        without="        433;{date:%Y%m%d};   10;  -999;   {wind};    3;   {rain};   6;   0.0;   0;   7.9; "
        "10.0; {p};   {mean};  {rh};   -999;   {tmin};   -1.{n};eor",
        helpers="QN_3|QN_4|RSKF",
    ),
    Service(
        "Swedish",
        "Från Datum Tid (UTC);Till Datum Tid (UTC);Representativt dygn;Lufttemperatur;Kvalitet;;Tidsutsnitt:",
        "{date:%Y-%m-%d} 00:00:01;{date:%Y-%m-%d} 23:59:59;{date:%Y-%m-%d};{tmax};G;;",
        "Lufttemperatur",
        stated=True,
        before="Stationsnamn;Stationsnummer;Stationsnät;Mäthöjd (meter över marken)\n"
        "Stockholm;98210;SMHIs stationsnät;2.0\n\nParameternamn;Beskrivning;Enhet\n"
        "Lufttemperatur;max, 1 gång/dygn;celsius\n\n",
    ),
    Service(
        "NASA POWER",
        "YEAR,DOY,T2M,T2M_MAX,T2M_MIN,TS,PRECTOTCORR",
        "{date:%Y},{n},{mean},{tmax},{tmin},3.{n},{rain}",
        "T2M_MAX",
        stated=True,
        without="{date:%Y},{n},{mean},-999,{tmin},3.{n},{rain}",
        before="-BEGIN HEADER-\nNASA/POWER CERES/MERRA2 Native Resolution Daily Data \n"
        "Dates (month/day/year): 01/01/2019 through 07/19/2019 \nLocation: Latitude  52.5   Longitude 13.4 \n"
        "Parameter(s): \nT2M             MERRA-2 Temperature at 2 Meters (C) \n"
        "T2M_MAX         MERRA-2 Temperature at 2 Meters Maximum (C) \n"
        "T2M_MIN         MERRA-2 Temperature at 2 Meters Minimum (C) \n"
        "TS              MERRA-2 Earth Skin Temperature (C) \n-END HEADER-\n",
    ),
    Service(
        "Open-Meteo",
        "time,temperature_2m_max (°C),temperature_2m_min (°C),apparent_temperature_max (°C),rain_sum (mm)",
        "{date:%Y-%m-%d},{tmax},{tmin},{n}.1,{rain}",
        "temperature_2m_max (°C)",
        stated=True,
        before="latitude,longitude,elevation,utc_offset_seconds,timezone,timezone_abbreviation\n"
        "52.5,13.4,38.0,3600,Europe/Berlin,CET\n\n",
    ),
    Service(
        "Meteostat without a header",
        "2018-12-31,1.0,0.1,2.2,0.0,,180,8.1,,1011.5,",
        "{date:%Y-%m-%d},{mean},{tmin},{tmax},{rain},,{dir},{wind},,{p},",
        "column_4",
    ),
    Service(
        "Irish",
        "date,ind,maxtp,ind,mintp,igmin,gmin,ind,rain,cbl,wdsp",
        "{date:%d-%b-%Y},0,{tmax},0,{tmin},0,-1.{n},0,{rain},{p},{wind}",
        "maxtp",
        stated=True,
        before="Station Name: DUBLIN AIRPORT\nStation Height: 71 M \nLatitude:53.428  ,Longitude: -6.241\n\n"
        "maxtp:  -  Maximum Air Temperature (C)\nmintp:  -  Minimum  Air Temperature (C)\n"
        "gmin:   -  09utc Grass Minimum Temperature (C)\n\n",
    ),
    Service(
        "Argentine",
        "FECHA     TMAX  TMIN  NOMBRE                 ",
        "{date:%d%m%Y} {tmax:5.1f} {tmin:5.1f} AEROPARQUE AERO     ",
        "TMAX",
    ),
    Service(
        "New Zealand",
        "Station,Date(NZST),Tmax(C),Period(Hrs),Tmin(C),Period(Hrs),Tgmin(C),Tmean(C),RHmean(%)",
        "Kelburn,{date:%Y%m%d}:0900,{tmax},24,{tmin},24,-1.{n},{mean},{rh}",
        "Tmax(C)",
        stated=True,
        without="Kelburn,{date:%Y%m%d}:0900,-,24,{tmin},24,-1.{n},{mean},{rh}",
    ),
    Service(
        "no names that say anything",
        "day,a,b,c",
        "{date:%Y-%m-%d},{mean},{tmax},{tmin}",
        "b",
    ),
    Service(
        "only max and min",
        "Date,Max,Min,Rain",
        "{date:%Y-%m-%d},{tmax},{tmin},{rain}",
        "Max",
    ),
    Service(
        "a value",
        "date,value",
        "{date:%Y-%m-%d},{tmax}",
        "value",
        without="{date:%Y-%m-%d},-999",
    ),
]


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_the_download_of_a_service(service):
    weather = read_weather(bytes_of(service))
    assert weather.target == service.target
    assert weather.unit == service.unit
    assert all(d.certain for d in weather.report.about("unit")) is service.stated
    expected = np.array([row[service.values] for row in ROWS])
    if service.header[0].isdigit() or service.header[1].isdigit():  # no header, but one more day
        assert np.isfinite(weather.frame[service.target].iloc[0])
        weather = replace(weather, frame=weather.frame.iloc[1:])
    if service.without is not None:
        expected[[19, 29]] = np.nan
    np.testing.assert_allclose(weather.frame[service.target], expected, atol=0.006)
    predicting = set(weather.predictors)
    for name in filter(None, service.helpers.split("|")):
        assert name not in predicting, name
    assert service.target in predicting


NOT_WEATHER = {
    "shares": ("Date,Open,High,Low,Close,Volume", "{date:%Y-%m-%d},{mean},{tmaxF},{tminF},{mean},{dir}"),
    "births": ("Date,Births", "{date:%Y-%m-%d},{rh}"),
    "prices": ("Date,Price", "{date:%Y-%m-%d},{tmaxF}"),
    "sales": ("day,sales,visitors", "{date:%Y-%m-%d},{tmaxF},{meanF}"),
    "a river": ("date,discharge,water temperature", "{date:%Y-%m-%d},{p},{tmax}"),
    "soil": ("date,soil_temp_5cm,rain", "{date:%Y-%m-%d},{tmax},{rain}"),
    "only rain and wind": ("date,rain,wind", "{date:%Y-%m-%d},{rain},{wind}"),
    "only dew points": ("date,dew point (°C),rain", "{date:%Y-%m-%d},{tmin},{rain}"),
    "anomalies": ("date,temperature anomaly", "{date:%Y-%m-%d},{tmax}"),
}


@pytest.mark.parametrize(("header", "row"), NOT_WEATHER.values(), ids=list(NOT_WEATHER))
def test_without_a_temperature_of_the_air_nothing_is_read(header, row):
    data = "\n".join([header, *(row.format(**day) for day in ROWS)]).encode()
    with pytest.raises(WeatherError, match="No column of temperatures was recognised among"):
        read_weather(data)
