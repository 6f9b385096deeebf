"""Where reading stops: generous for real exports, tight enough that no file can hurt the house."""

LARGEST_CELL = 1_000_000
"""Characters in one cell; a longer one makes its row unreadable."""

LONGEST_ROW = 4_000_000
"""Characters in one row, and bytes in one physical line; what is longer is cut and reported."""

MOST_COLUMNS = 2_000
"""Columns in one table; a wider file is refused."""

RAW_TEXT = 2_000
"""Characters kept of an unreadable row or a preamble line."""

SAMPLE_ROWS = 200
"""Data rows shown before anything is imported."""

HEAD = 1_000_000
"""Bytes of text from which dialect and header are decided."""

BLANK_HEAD = 32_000_000
"""Bytes without a single letter after which a file counts as empty."""

BLOCK = 2_000_000
"""Bytes worked on at once; results never depend on it."""

PART = 200_000
"""Bytes of a block that are read row by row if anything in them is odd."""

HEAVIEST_CHUNK = 32_000_000
"""Bytes of cells in one chunk; fewer rows are delivered where rows are heavy."""

LARGEST_WORKBOOK = 256_000_000
"""Bytes of a packed file that has to be laid down whole before it can be read."""

LARGEST_INFLATED = 1_000_000_000
"""Bytes all parts of a workbook may unpack to."""

LARGEST_INFLATED_TEXT = 50_000_000_000
"""Bytes a packed text file may unpack to; it is read in flat memory, but not for ever."""

MOST_INFLATION = 250
"""Times a file may grow when unpacked; deflate cannot exceed 1,032, real tables stay below 100."""

HARMLESS_INFLATED = 64_000_000
"""Bytes below which a high ratio proves nothing."""

MOST_PARTS = 10_000
"""Members of one archive."""

WORKBOOK_MEMORY = 3 * 1024**3
"""Bytes of address space for the process that parses a workbook."""

WORKBOOK_SECONDS = 600
"""Processor seconds for the process that parses a workbook."""

SHEET_HEAD_ROWS = 300
"""Non-blank sheet rows from which the header is decided and the sample is taken."""
