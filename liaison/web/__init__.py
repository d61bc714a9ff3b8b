"""HTTP that belongs to no feature: guards, forms, pages, errors, tables, responses, headers."""
