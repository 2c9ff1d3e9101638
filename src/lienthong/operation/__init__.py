"""What operators need: health, logs, figures, findings, backup, restore, upgrade."""
