"""What an operator can set: where it is read from, which wins, and what is said of what cannot be used."""

from pathlib import Path

import msgspec
import pytest

from api.settings import (
    CONFIG_VARIABLE,
    FIELDS,
    Settings,
    SettingsError,
    allowed,
    meaning,
    mistaken,
    table,
    variable,
)

DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs" / "operations.md"

#: A value other than the default for each setting: in the environment, in the file, and what becomes of it.
VALUES = {
    "host": ("0.0.0.0", '"0.0.0.0"', "0.0.0.0"),
    "port": (" 8080 ", "8080", 8080),
    "max_body_bytes": ("1000", "1_000", 1000),
    "workers": ("3", "3", 3),
    "model": ("accurate", '"accurate"', "accurate"),
    "queue": ("0", "0", 0),
    "timeout_s": ("2.5", "2.5", 2.5),
    "read_timeout_s": ("5", "5", 5.0),
    "max_requests": ("20", "20", 20),
    "max_connections": ("30", "30", 30),
    "auth": ("off", '"off"', "off"),
    "keys_file": ("keys.toml", '"keys.toml"', "keys.toml"),
    "rate": ("120", "120", 120.0),
    "burst": ("10", "10", 10),
    "trusted_proxies": ("10.0.0.0/8, ::1", '["10.0.0.0/8", "::1"]', ("10.0.0.0/8", "::1")),
    "cors_origins": (
        "https://a.example,http://localhost:3000",
        '["https://a.example", "http://localhost:3000"]',
        ("https://a.example", "http://localhost:3000"),
    ),
    "metrics": ("open", '"open"', "open"),
    "tracing": ("true", "true", True),
    "log_format": ("json", '"json"', "json"),
}


def test_settings_have_defaults_for_everything(tmp_path):
    settings = Settings.from_environ({"UNRELATED": "x"}, folder=tmp_path)
    assert settings == Settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.workers >= 1


def test_settings_are_all_tried_here():
    assert list(VALUES) == list(FIELDS)


@pytest.mark.parametrize("name", VALUES)
def test_settings_are_read_from_the_environment(name, tmp_path):
    text, _, value = VALUES[name]
    assert getattr(Settings.from_environ({variable(name): text}, folder=tmp_path), name) == value
    assert Settings.from_environ({variable(name): " "}, folder=tmp_path) == Settings()


@pytest.mark.parametrize("name", VALUES)
def test_settings_are_read_from_a_file_which_the_environment_wins_over(name, tmp_path):
    text, toml, value = VALUES[name]
    path = tmp_path / "any.toml"
    path.write_text(f"{name} = {toml}\n")
    assert getattr(Settings.from_environ({CONFIG_VARIABLE: str(path)}, folder=tmp_path), name) == value
    path.write_text('host = "192.0.2.9"\nport = 9')
    both = Settings.from_environ({CONFIG_VARIABLE: str(path), variable(name): text}, folder=tmp_path)
    assert getattr(both, name) == value
    assert both.port == (value if name == "port" else 9)


def test_settings_are_read_from_the_file_of_the_folder_unless_another_is_named(tmp_path):
    (tmp_path / "attribution.toml").write_text("port = 1")
    (tmp_path / "other.toml").write_text("port = 2")
    assert Settings.from_environ({}, folder=tmp_path).port == 1
    named = {CONFIG_VARIABLE: str(tmp_path / "other.toml")}
    assert Settings.from_environ(named, folder=tmp_path).port == 2


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("PORT", "http", "a whole number from 0 to 65535"),
        ("PORT", "8000.5", "a whole number from 0 to 65535"),
        ("PORT", "-1", "from 0"),
        ("PORT", "65536", "to 65535"),
        ("ATTRIBUTION_MAX_BODY_BYTES", "4MB", "a whole number"),
        ("ATTRIBUTION_MAX_BODY_BYTES", "0", "from 1"),
        ("ATTRIBUTION_WORKERS", "0", "from 1"),
        ("ATTRIBUTION_WORKERS", "all", "a whole number"),
        ("ATTRIBUTION_QUEUE", "-5", "from 0"),
        ("ATTRIBUTION_TIMEOUT_S", "0", "a number above 0, up to 3600"),
        ("ATTRIBUTION_TIMEOUT_S", "soon", "a number above 0"),
        ("ATTRIBUTION_TIMEOUT_S", "nan", "a number above 0"),
        ("ATTRIBUTION_TIMEOUT_S", "inf", "up to 3600"),
        ("ATTRIBUTION_AUTH", "maybe", "auto, on or off"),
        ("ATTRIBUTION_LOG_FORMAT", "xml", "text or json"),
        ("ATTRIBUTION_METRICS", "public", "keyed, open or off"),
        ("ATTRIBUTION_TRACING", "perhaps", "true or false"),
        ("ATTRIBUTION_CORS_ORIGINS", "cms.example", "a list"),
        ("ATTRIBUTION_CORS_ORIGINS", "https://cms.example/", "a list"),
        ("ATTRIBUTION_TRUSTED_PROXIES", "10.0.0.1/8", "a list"),
        ("ATTRIBUTION_TRUSTED_PROXIES", "proxy.example", "a list"),
        ("ATTRIBUTION_TRUSTED_PROXIES", "*", "a list"),
    ],
)
def test_settings_that_cannot_be_used_are_named_with_what_is_allowed(name, text, told, tmp_path):
    with pytest.raises(SettingsError) as failure:
        Settings.from_environ({name: text}, folder=tmp_path)
    message = str(failure.value)
    assert message.startswith(f"{name}={text!r} cannot be used; it must be ")
    assert told in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("worker = 2", ["worker is no setting. Did you mean workers?", "max_body_bytes"]),
        ("Port = 2", ["Port is no setting", "Did you mean port?"]),
        ("[server]\nport = 2", ["server is no setting"]),
        ('port = "8000"', ["port = '8000'", "a whole number from 0 to 65535"]),
        ("port = 70000", ["port = 70000", "a whole number from 0 to 65535"]),
        ("cors_origins = 'https://a.example'", ["cors_origins", "a list"]),
        ("tracing = 1", ["tracing = 1", "true or false"]),
        ("port = ", ["is not TOML"]),
        ("port = 1\nport = 2", ["is not TOML"]),
        (b"host = '\xff'", ["is not UTF-8"]),
    ],
)
def test_settings_of_a_file_that_cannot_be_used_are_named_with_the_file(content, told, tmp_path):
    path = tmp_path / "attribution.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SettingsError) as failure:
        Settings.from_environ({}, folder=tmp_path)
    message = str(failure.value)
    assert message.startswith(str(path))
    for words in told:
        assert words in message


def test_settings_file_that_is_named_must_be_there(tmp_path):
    with pytest.raises(SettingsError, match=r"absent\.toml cannot be read"):
        Settings.from_environ({CONFIG_VARIABLE: str(tmp_path / "absent.toml")})


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ATTRIBUTION_WORKER", ["did you mean ATTRIBUTION_WORKERS?"]),
        ("ATTRIBUTION_LOGFORMAT", ["did you mean ATTRIBUTION_LOG_FORMAT?"]),
        ("ATTRIBUTION_WORKERS", []),
        (CONFIG_VARIABLE, []),
        # What Kubernetes sets for a service of the name "attribution".
        ("ATTRIBUTION_SERVICE_HOST", []),
        ("ATTRIBUTION_PORT_8000_TCP_ADDR", []),
    ],
)
def test_settings_that_seem_misspelt_are_pointed_out(name, told):
    found = list(mistaken({name: "1", "PATH": "/"}))
    assert len(found) == len(told)
    assert all(words in sentence for words, sentence in zip(told, found, strict=True))


@pytest.mark.parametrize("name", FIELDS)
def test_settings_are_described(name):
    field = FIELDS[name]
    assert meaning(field).endswith(".")
    assert allowed(field)
    assert variable(name).isupper()
    assert msgspec.structs.asdict(Settings()).keys() == FIELDS.keys()


def test_settings_are_documented():
    text = DOCUMENTATION.read_text(encoding="utf-8")
    assert table() in text, "the table is stale: put in what `python -m api.settings` prints"
