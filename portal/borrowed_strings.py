"""Words of libraries that bring no Chinese of their own; our catalogue translates them.

It is here for ``make messages``, which reads it; only ``SCRIPTS`` are used from here.
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
#: Of the admin site's scripts: choosing several of many.
SCRIPTS = (
    _('Choose %s by selecting them and then select the "Choose" arrow button.'),
    _('Remove %s by selecting them and then select the "Remove" arrow button.'),
    _("Choose selected %s"),
    _("Remove selected %s"),
    _("Choose all %s"),
    _("Remove all %s"),
    _("%s selected option not visible"),
    _("(click to clear)"),
)
