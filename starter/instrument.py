"""The scored instrument in use: the ministry's file when one is set, else the one for development."""

from ops.settings import Settings
from rules.order_502.instrument import Instrument, development_instrument, load_instrument


def instrument_of(settings: Settings) -> Instrument:
    """Read and validate it. Raises BadInstrument naming what is wrong."""
    if settings.instrument is None:
        return development_instrument()
    return load_instrument(settings.instrument.read_text(encoding="utf-8"))
