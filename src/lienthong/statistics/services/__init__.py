"""What may be done with figures: close a month, answer for what was closed."""

from lienthong.statistics.services.answer_figures import answer_figures
from lienthong.statistics.services.close_month import close_again, close_due, close_month

__all__ = ["answer_figures", "close_again", "close_due", "close_month"]
