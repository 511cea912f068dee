"""How much the reader takes on, and what it holds for possible."""

MAX_BYTES = 100 * 1024**2  # size of a file
MAX_COLUMNS = 2_000  # columns in a header
MIN_DAYS = 60  # days on which the target has a value: fewer are no basis for a forecast

# Thermometer records begin in the 17th century; a year outside this range is a slip or a marker.
FIRST_YEAR, LAST_YEAR = 1600, 2200

# Air temperatures measured near the ground lie between -89.2 °C (-128.6 °F) and 56.7 °C (134.1 °F).
COLDEST, HOTTEST = -130.0, 140.0

LARGEST = 1e12  # of a number in a cell: no measurement comes near, and its square is still a plain number

SHOWN_CHARACTERS = 60  # of a piece of foreign text in a message
SHOWN_NAMES = 8  # of a list of names in a message
