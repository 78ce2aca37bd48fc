"""A process that hands in acts as fast as it can until it is killed: `caller.py NUMBER...`."""

import asyncio
import sys

from ops.connection import connect
from ops.settings import Settings
from rules.order_502.instrument import development_instrument
from starter.gateway import Gateway, NewAct
from storage.engine import engine


async def main(numbers: list[str]) -> None:
    """One officer a case."""
    settings = Settings.from_environment()
    client = await connect(settings, identity="vada-tests")
    gateway = Gateway(client, engine(settings.require_database(), pool_size=8), development_instrument())

    async def officer(number: str) -> None:
        while True:
            new = NewAct(act="complete", by="legal_regime_officer", step="o502.11.2", document={"form": "annex-03"})
            outcome = await gateway.act(number, new)
            if outcome.refusal is not None:
                first = new.model_copy(update={"id": f"{new.id}-1", "step": "o502.8.6"})
                await gateway.act(number, first)

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.gather(*(officer(n) for n in numbers))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
