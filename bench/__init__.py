"""What `make bench` runs: loads, peers and pages, measured in one run on one machine.

Only ratios of one run mean anything; docs/explain/performance.md says how to read them. This is no
part of the product: it starts whole installations in a folder of its own and drives them from
outside, except where it asks how many statements a page costs.
"""
