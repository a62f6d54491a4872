"""Documents -> sentences with a parse, names marked. The one stage that loads NLP models.

Sentences are cut by rule, kept if they hold a trigger word, mended for a small parser and parsed
in batches; offsets always point into the report as it was read.
"""

from situate.annotate.batch import annotate
from situate.annotate.names import names_in
from situate.annotate.parser import load_parser
from situate.annotate.sentence import Annotated, Sentence

__all__ = ["Annotated", "Sentence", "annotate", "load_parser", "names_in"]
