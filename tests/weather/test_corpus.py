"""Real weather files: what comes out of them is what two independent routes have computed.

`python -m tests.corpus_report FOLDER` prints the same file by file.
"""

import pytest

from tests.corpus_report import Verdict, judge_folder

# Files that come out right, and stay so. What else stands in the folder shows what is still misread.
_RIGHT = """
    02_cdo_sitka_2018_full.csv 03_cdo_death_valley_full.csv 04_cdo_sitka_july_short.csv
    05_clean_weather_indexcol.csv 06_cdo_sanfrancisco.csv.gz 08_ghcn_long_tenths_nyc.csv
    09_noaa_gsom_monthly_gwalior.csv 11_iem_asos_metar.txt 13_seattle_weather.csv
    14_vega_weather_2cities.csv 15_seattle_hourly_normals.csv 18_plotly_dirty_seconds.csv
    20_jb_daily_min_temperatures.csv 21_prsa_beijing_pm25_hourly.csv 23_pastas_ensemble_51members.csv
    24_austin_weather.csv 26_wwii_summary_of_weather.csv 27_ucl_bias_correction_next_tmax.csv
    28_ucl_bias_correction_nodate.csv 29_worldbank_excel_wreck.csv 30_met_eireann_dly532_2digit_year.csv
    32_ilmeteo_milano_2005_comma.csv 35_ecad_weather_prediction_wide.csv 37_airquality_uci_minus200.csv
    39_inmet_florianopolis_2018.csv 41_ukmo_oxford_indexcol_monthly.csv 42_gistemp_anomaly_wide.csv
    43_knmi_etmgeg_260.txt 46_weatheraus_kaggle.csv 48_dwd_kl_raw_berlin.txt 50_neg_dwd_header_only.csv
    52_kma_asos_tomorrow_leak.csv 54_nasa_power_daily.csv 56_open_meteo_daily_berlin.csv
    57_neg_git_lfs_pointer.csv 59_smhi_lund_preamble.csv 60_uppsala_noheader.dat
    61_rp5_smolensk_utf8_ru.csv 63_bmkg_mixed_date_formats.csv 65_eccc_daily_bom_2022.csv
    67_tianqi_beijing_degree_sign.csv 68_tianqi_beijing_9rows_dupdate.csv 69_jma_sapporo_shiftjis.csv
    71_meteostat_export.csv 72_visual_crossing_hourly_ankara.csv 74_meteofrance_q77_autres.csv
    77_newcastle_dup_headers.csv 78_sensor_10min_iso8601.csv 81_pvgis_tmy_preamble_footer.csv
    82_pvgis_hourly_footer.csv 83_bike_day_normalised_temp.csv 85_globalland_by_city_subset.csv
    87_dayton_minneapolis_fwf.txt 89_r_airquality_no_year.csv 90_korea_monthly_seoul_weather.csv
    92_seoul_temp_float_month.csv 93_cet_max_daily_grid.dat 96_neg_weather_survey.csv
    98_neg_fires_brightness_kelvin.csv f75_hadcrut_monthly_anomalies.csv
    f07_german_10min_three_cities.csv f36_berkeley_singapore_monthly.csv
    f38_visualcrossing_hourly_hanoi.csv f43_knmi_five_columns.txt f45_kma_typo_names.csv
    f46_heathrow_month_words.csv f48_kumpula_summer_comments.txt f56_weewx_noaa_month.txt
    f57_ghcn_dly_as_csv.dly f70_luftdaten_dht22_excel_months.csv f78_dssat_maricopa.WTH
    f79_dssat_swiftcurrent.WTH g01_gsod_csv.csv g09_actions_weather_log.csv g16_barcelona_joined.csv
    g25_pvlib_psm3.csv g26_crn.txt g27_surfrad.dat 10_noaa_lcd_janmayen.csv 55_ecad_tx_geneva.txt
    88_synop_fr_semicolon_tz.csv 91_year_week_temperature.csv
"""
RIGHT = frozenset(_RIGHT.split())


@pytest.fixture(scope="module")
def verdicts(shared) -> list[Verdict]:
    return list(judge_folder(shared / "corpus"))


def test_what_was_read_right_or_refused_for_the_right_reason_stays_so(verdicts):
    by_file = {verdict.file: verdict for verdict in verdicts}
    assert by_file.keys() >= RIGHT
    assert not [by_file[file].line() for file in sorted(RIGHT) if by_file[file].differences]


def test_no_file_ends_in_a_traceback(verdicts):
    assert not [v.line() for v in verdicts if any("traceback" in words for words in v.differences)]
