"""Words of libraries that bring no Chinese of their own; our catalogue translates them.

Nothing imports this module: it is here for ``make messages``, which reads it.
"""

from django.utils.translation import gettext_noop as _

SORTABLE2 = (_("Move to first position"), _("Move to last position"))
AUTH = (_("After you’ve created a user, you’ll be able to edit more user options."),)
AXES = (
    _("access attempt"),
    _("access attempts"),
    _("Attempt Time"),
    _("Failed Logins"),
    _("IP Address"),
    _("User Agent"),
    _("Username"),
)
