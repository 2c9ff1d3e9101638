"""The books themselves: lines, numbers taken and voided, printed."""
