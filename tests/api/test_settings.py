import msgspec
import pytest

from api.settings import Settings, SettingsError, meaning, variable

FIELDS = msgspec.structs.fields(Settings)


def test_settings_have_defaults_for_everything():
    settings = Settings.from_environ({"UNRELATED": "x"})
    assert settings == Settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.workers >= 1


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("PORT", "0", "port", 0),
        ("PORT", " 8080 ", "port", 8080),
        ("PORT", "", "port", 8000),
        ("ATTRIBUTION_MAX_BODY_BYTES", "1000", "max_body_bytes", 1000),
        ("ATTRIBUTION_WORKERS", "3", "workers", 3),
        ("ATTRIBUTION_QUEUE", "0", "queue", 0),
        ("ATTRIBUTION_TIMEOUT_S", "2.5", "timeout_s", 2.5),
    ],
)
def test_settings_are_read_from_the_environment(name, text, field, value):
    assert getattr(Settings.from_environ({name: text}), field) == value


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("PORT", "http", "int"),
        ("PORT", "8000.5", "int"),
        ("PORT", "-1", ">= 0"),
        ("PORT", "65536", "<= 65535"),
        ("ATTRIBUTION_MAX_BODY_BYTES", "4MB", "int"),
        ("ATTRIBUTION_MAX_BODY_BYTES", "0", ">= 1"),
        ("ATTRIBUTION_WORKERS", "0", ">= 1"),
        ("ATTRIBUTION_WORKERS", "all", "int"),
        ("ATTRIBUTION_QUEUE", "-5", ">= 0"),
        ("ATTRIBUTION_TIMEOUT_S", "0", "> 0"),
        ("ATTRIBUTION_TIMEOUT_S", "soon", "float"),
        ("ATTRIBUTION_TIMEOUT_S", "nan", "cannot be used"),
        ("ATTRIBUTION_TIMEOUT_S", "inf", "<= 3600"),
    ],
)
def test_settings_that_cannot_be_used_are_named_with_what_is_allowed(name, text, allowed):
    with pytest.raises(SettingsError) as failure:
        Settings.from_environ({name: text})
    message = str(failure.value)
    assert name in message
    assert text in message
    assert allowed in message


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_settings_are_described(field):
    assert meaning(field).endswith(".")
    assert variable(field.name).isupper()
