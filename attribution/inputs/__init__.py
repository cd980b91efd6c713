"""Articles as newsrooms keep them: HTML and the documents of content management systems, read to a text view.

Each reader gives an `Original`: the text that the engine analyses, what each block of it is, and where in
the source every character came from. What the text says is left to the engine.
"""
