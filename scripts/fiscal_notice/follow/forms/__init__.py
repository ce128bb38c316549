"""Forms filled in advance from the notice: workbooks, CSVs and a paper for signature."""
