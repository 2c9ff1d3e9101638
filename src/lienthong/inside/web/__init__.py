"""The pages of what goes on inside an agency: the list, giving to units, their outcome."""
