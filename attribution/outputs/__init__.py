"""The answer in the formats that other programs take: each a pure function from the answer to bytes.

`media_types.py` lists the formats, for whoever has to choose one, and `rendering.py` makes any of them.
web_annotation.py, schema_org.py, sheet.py (CSV) and fragment.py (HTML) are a format each.
"""
