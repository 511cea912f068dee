"""How much the reader takes on, and what it holds for possible."""

MIB = 1024**2

MAX_BYTES = 100 * MIB  # size of a file, and of what an archive holds
MAX_RATIO = 250  # of an archive's contents to its size: tables come to 20, bombs to 1,000
MAX_PARTS = 10_000  # archives that follow each other in one gzip, bzip2 or xz file
MAX_DICTIONARY = 80 * MIB  # room that unpacking xz may take: its strongest level needs 65
MAX_DIRECTORY = MIB // 4  # bytes in which a ZIP archive lists its files: some thousands
MAX_SHEETS = 60  # of a workbook
MAX_JSON = 50 * MIB  # bytes of JSON: as objects they take ten times the room
MAX_DEPTH = 12  # of lists within lists in JSON, at which a table may stand
MAX_LINE = MIB  # bytes in a line
MAX_COLUMNS = 2_000  # columns in a table
MAX_SPARSE = 4  # cells of a table for each byte of its rows; in full rows, a cell takes a byte or more
FEW_CELLS = MIB  # of a table of any kind
MAX_TRIED = 40  # columns tried as dates, times, stations or elements by their values: these stand in front
MAX_PREAMBLE = 200  # lines above the header
MIN_DAYS = 60  # days on which the target has a value: fewer are no basis for a forecast

# Rows with more or fewer cells than there are columns: up to this share, or this many, are slips.
MAX_RAGGED = 0.02
FEW_RAGGED = 3

# Thermometer records begin in the 17th century; a year outside this range is a slip or a marker.
FIRST_YEAR, LAST_YEAR = 1600, 2200

# Air temperatures measured near the ground lie between -89.2 °C (-128.6 °F) and 56.7 °C (134.1 °F).
COLDEST, HOTTEST = -130.0, 140.0

LARGEST = 1e12  # of a number in a cell: no measurement comes near, and its square is still a plain number

SHOWN_CHARACTERS = 60  # of a piece of foreign text in a message
SHOWN_NAMES = 8  # of a list of names in a message
