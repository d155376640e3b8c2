"""The page an analyst opens in the morning."""

from .page import DashboardPage, dashboard_page

__all__ = ["DashboardPage", "dashboard_page"]
