"""Connecting to Temporal, whichever it is: the one beside us, a cluster, or Temporal Cloud.

Where and how is Temporal's standard configuration: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY,
TEMPORAL_TLS_*, or a profile in a file (TEMPORAL_CONFIG_FILE, TEMPORAL_PROFILE).
"""

import asyncio
import dataclasses
import time
from collections.abc import Mapping
from datetime import timedelta

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes, PayloadCodec
from temporalio.envconfig import ClientConfig, ClientConnectConfig
from temporalio.runtime import Runtime
from temporalio.service import RPCError, RPCStatusCode

from ops.errors import OpsError
from ops.settings import Settings

_DEFAULT_ADDRESS = "127.0.0.1:7233"
_HOPELESS = (RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNAUTHENTICATED)


def data_converter(codec: PayloadCodec | None = None) -> DataConverter:
    """Pydantic models as JSON. With a codec, payloads and the words of failures are encoded."""
    if codec is None:
        return pydantic_data_converter
    return dataclasses.replace(
        pydantic_data_converter,
        payload_codec=codec,
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


def configured_address(environ: Mapping[str, str] | None = None) -> str | None:
    """The address that Temporal's standard configuration names, or None when it names none."""
    return _standard(environ).get("target_host")


def configured_namespace(environ: Mapping[str, str] | None = None) -> str:
    """The namespace that Temporal's standard configuration names, else Temporal's own default."""
    return _standard(environ).get("namespace") or "default"


async def connect(
    settings: Settings,
    *,
    identity: str = "vada",
    codec: PayloadCodec | None = None,
    runtime: Runtime | None = None,
    patience: timedelta = timedelta(seconds=10),
    or_lazily: bool = False,
) -> Client:
    """Connect, trying again while a server may still be starting.

    `or_lazily`: when patience is over, return a client that connects with its first call, for callers that can keep
    what they would have sent; that call raises RuntimeError while the server is away. Without it `OpsError` is raised.

    `identity` is what the server shows for this process: a role, never a user or a host, as the SDK's own
    would be.
    """
    config = _standard(None)
    if settings.temporal_address is not None:
        config["target_host"] = settings.temporal_address
    address = config.setdefault("target_host", _DEFAULT_ADDRESS)
    until = time.monotonic() + patience.total_seconds()
    while True:
        try:
            return await Client.connect(
                **config, identity=identity, data_converter=data_converter(codec), runtime=runtime
            )
        except (RPCError, RuntimeError) as error:
            if isinstance(error, RPCError) and error.status in _HOPELESS:
                raise OpsError(f"Temporal at {address} refuses us: check its API key or certificate.") from error
            if time.monotonic() > until and or_lazily:
                return await Client.connect(
                    **config, identity=identity, data_converter=data_converter(codec), runtime=runtime, lazy=True
                )
            if time.monotonic() > until:
                raise OpsError(
                    f"Temporal does not answer at {address}: start it with `make run`, or set TEMPORAL_ADDRESS."
                ) from error
            await asyncio.sleep(0.2)


def _standard(environ: Mapping[str, str] | None) -> ClientConnectConfig:
    try:
        return ClientConfig.load_client_connect_config(override_env_vars=environ)
    except RuntimeError as error:
        raise OpsError(f"Temporal's own configuration (TEMPORAL_*) cannot be read: {error}") from error
