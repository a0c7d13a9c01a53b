"""Every admin of the capability packages, where Django looks for them."""

from .attempts import admin as _attempts  # noqa: F401
from .items import admin as _items  # noqa: F401
from .marking import admin as _marking  # noqa: F401
from .modules import admin as _modules  # noqa: F401
from .quizzes import admin as _quizzes  # noqa: F401
from .rounds import admin as _rounds  # noqa: F401
