"""The yardstick: a bare Django project, served as the portal is, on the portal's database."""
