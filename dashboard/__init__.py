"""Everything that imports Streamlit, app.py aside: widgets, pages, what is kept between reruns.

In: what a visitor chooses, by widgets and by the address (`address`), and one record of `record_list`:
a file of the user's (`own_record`) or of the command line (`given_files`), or a station that was looked for
(`my_town`). `same_record` knows what becomes of the settings when another file comes. Out: pages.
A page chooses inputs (`sidebar`, `controls`, `descent_controls`, `file_controls`, `step_by_step_controls`),
makes one call into `gd_core` through `cache`, and shows the result (`cards`, `forecast_charts`, on the
Forecast page `why_this_forecast`). `keep` says for whom a result is kept. `course` leads from page to page.
`running` and `jobs` are for what takes long, `ahead` for the start, `text` for words of files, `html_report`
for the page that is taken away.
"""
