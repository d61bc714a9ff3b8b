"""A report handed on: pictures of its tables, its data as JSON and XLSX, its document."""
