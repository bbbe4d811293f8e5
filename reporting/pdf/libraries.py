"""Read in before WeasyPrint by the server of the workers, to halve the time until they can begin.

WeasyPrint asks for each of its libraries by the names that they have on other systems first, and for each of those
Python runs three programs to look for it. On Linux the library's own name is found without.
"""

import ctypes.util
import sys

if sys.platform == "linux":
    ctypes.util.find_library = lambda name: None
