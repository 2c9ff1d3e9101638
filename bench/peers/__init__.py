"""What others do the same work with, run beside ours in the same minutes on the same machine.

Each has its folder, ports and settings of its own, runs in the foreground and ends with the run;
nothing of the machine's own mail or database is touched.
"""
