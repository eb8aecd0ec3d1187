"""French dates and numbers where Django's own differ from what people here write."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "l j F Y, H\\hi"
TIME_FORMAT = "H\\hi"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H\\hi"
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%d%m%Y"]
TIME_INPUT_FORMATS = ["%H:%M", "%Hh%M", "%H h %M", "%Hh"]
THOUSAND_SEPARATOR = "\u202f"
DECIMAL_SEPARATOR = ","
NUMBER_GROUPING = 3
