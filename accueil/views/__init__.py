"""Pages of the front desk, one module per noun."""
