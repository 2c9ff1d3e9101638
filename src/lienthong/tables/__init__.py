"""What every package with tables needs: questions made once, rows written in bulk, closed lists."""
