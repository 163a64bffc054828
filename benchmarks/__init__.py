"""What sealing costs: the same application, the same pages, once with sealed columns and once with plain ones.

``python -m benchmarks.run`` prints the figures and writes ``benchmarks/results.json``. How to read them:
``docs/performance.md``.
"""
