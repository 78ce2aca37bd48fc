"""Settings: what is wrong is said in a sentence, and no value that may be a secret is repeated."""

import os
from pathlib import Path

import pytest

from ops import running
from ops.connection import configured_address
from ops.errors import OpsError
from ops.process import ProcessId, identify
from ops.settings import VARIABLES, Settings


def test_nothing_needs_to_be_set() -> None:
    settings = Settings.from_environment({})
    assert settings.data_dir == Path("var").absolute()
    assert settings.database_url is None
    assert settings.smtp is None
    assert settings.demo


def test_every_variable_reaches_its_field(tmp_path: Path) -> None:
    instrument = tmp_path / "instrument.yaml"
    instrument.touch()
    given = {
        "VADA_DATA_DIR": str(tmp_path),
        "VADA_DATABASE_URL": "postgres://a@h/v",
        "VADA_TEMPORAL_PORT": "7300",
        "VADA_UI_PORT": "8300",
        "VADA_CODEC_ENDPOINT": "http://127.0.0.1:9",
        "VADA_SMTP_URL": "smtps://u:p%40@h",
        "VADA_MAIL_FROM": "a@b",
        "VADA_INSTRUMENT": str(instrument),
        "VADA_TASK_QUEUE": "q",
        "VADA_CACHED_CASES": "200",
        "VADA_LOG_LEVEL": "debug",
        "VADA_LOG_FORMAT": "json",
        "DEMO": "0",
    }
    assert given.keys() == VARIABLES.keys()
    settings = Settings.from_environment(given)
    unchanged = {f for f, _ in VARIABLES.values() if getattr(settings, f) == getattr(Settings(), f)}
    assert not unchanged
    assert settings.database_url == "postgresql+psycopg2://a@h/v"
    assert settings.smtp is not None
    assert (settings.smtp.host, settings.smtp.port, settings.smtp.password) == ("h", 465, "p@")
    assert settings.smtp.tls == "implicit"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VADA_UI_PORT", "eighty"),
        ("VADA_TEMPORAL_PORT", "70000"),
        ("VADA_DATABASE_URL", "mysql://hunter2@h/v"),
        ("VADA_SMTP_URL", "hunter2"),
        ("VADA_INSTRUMENT", "hunter2.yaml"),
        ("VADA_LOG_LEVEL", "LOUD"),
        ("VADA_MAIL_FROM", "nobody"),
        ("DEMO", "perhaps"),
    ],
)
def test_a_bad_value_is_named_and_not_repeated(name: str, value: str) -> None:
    with pytest.raises(OpsError, match=f"^{name} is not usable: it must be ") as caught:
        Settings.from_environment({name: value})
    assert value not in str(caught.value)


def test_a_misspelt_setting_is_not_silently_ignored() -> None:
    with pytest.raises(OpsError, match="Did you mean VADA_TEMPORAL_PORT"):
        Settings.from_environment({"VADA_TEMPORAL_PROT": "7300"})


def test_secrets_are_not_shown() -> None:
    shown = repr(Settings(database_url="postgresql://u:hunter2@h/v", smtp_url="smtp://u:hunter2@h"))
    assert "hunter2" not in shown


def test_the_command_line_says_when_nothing_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEMPORAL_ADDRESS", raising=False)
    with pytest.raises(OpsError, match=r"Vada is not running here: start it with `make run`"):
        Settings(data_dir=tmp_path).with_running()


def test_the_command_line_finds_what_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEMPORAL_ADDRESS", raising=False)
    me = identify(os.getpid())
    note = running.Running(supervisor=me, ready=True, database_url="postgresql://x/y", temporal_address="h:1")
    running.write(tmp_path, note)
    found = Settings(data_dir=tmp_path).with_running()
    assert (found.database_url, found.temporal_address) == ("postgresql://x/y", "h:1")

    running.write(tmp_path, note.model_copy(update={"supervisor": ProcessId(pid=me.pid, mark="another")}))
    assert running.current(Settings(data_dir=tmp_path)) is None


def test_a_database_from_outside_must_be_named_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEMPORAL_ADDRESS", raising=False)
    me = identify(os.getpid())
    running.write(tmp_path, running.Running(supervisor=me, ready=True, temporal_address="h:1"))
    with pytest.raises(OpsError, match="set VADA_DATABASE_URL here"):
        Settings(data_dir=tmp_path).with_running()


def test_temporals_own_configuration_is_read() -> None:
    assert configured_address({"TEMPORAL_ADDRESS": "cluster:7233"}) == "cluster:7233"
    assert configured_address({"TEMPORAL_CONFIG_FILE": "/nowhere"}) is None


def test_the_mail_server_reads_the_same_for_settings_and_channel() -> None:
    """Whatever form of mail URL the settings take, the channel understands what they hand on."""
    from notices.channels import SmtpChannel

    for given, wanted in (
        ("smtp://mail.example:2525", "smtp://mail.example:2525"),
        ("smtps://u:p%40x@mail.example", "smtps://u:p%40x@mail.example:465"),
        ("smtp+starttls://mail.example", "smtp://mail.example:587?starttls=1"),
        ("smtp://u:p@mail.example", "smtp://u:p@mail.example:587?starttls=1"),
    ):
        url = Settings.from_environment({"VADA_SMTP_URL": given}).mail_url
        assert url == wanted
        assert url is not None
        SmtpChannel(url, "vada@localhost")
