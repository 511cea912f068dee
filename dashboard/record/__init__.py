"""Which weather record: bundled, one's own, given on the command line, or a station of the service.

In: what a visitor chooses, uploads or links to. Out: `record_list.choose` gives the file, `file_controls` and
`decisions` what the visitor says of it, and `same_record` what stays as it was when a newer version comes.
"""
