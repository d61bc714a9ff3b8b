"""The job that draws certificates, and how many of them are laid out at once."""

DRAW_CERTIFICATES = "liaisons.draw_certificates"
AT_ONCE = 20
