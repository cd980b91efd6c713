import sys
from training import syntax
if sys.argv[1] == "syntax":
    syntax.train(); print(syntax.evaluate(syntax.WORK/"syntax"/"model-best"))
