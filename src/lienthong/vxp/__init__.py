"""The interface of the national axis (VXP): what document systems speak, on top of the exchange."""
