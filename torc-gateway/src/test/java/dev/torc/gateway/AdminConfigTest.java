package dev.torc.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.torc.config.Configuration;
import dev.torc.config.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The section {@code admin}. */
final class AdminConfigTest {
  private static AdminConfig admin(String yaml) {
    return Configuration.parse(yaml, "torc.yaml", AdminConfig.class);
  }

  @Test
  void aTokenIsTextAsWritten() {
    assertThat(admin("token: 0123456789012345").token()).isEqualTo("0123456789012345");
  }

  @Test
  void aTokenIsHidden() {
    assertThat(admin("token: s3cr3t-s3cr3t-s3cr3t"))
        .hasToString("AdminConfig[host=127.0.0.1, port=8001, token=hidden]");
    assertThat(admin("{}")).hasToString("AdminConfig[host=127.0.0.1, port=8001, token=none]");
  }

  @Test
  void aShortTokenIsRefusedUnseen() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> admin("token: s3cr3t-s3cr3t-x"))
        .withMessage("torc.yaml:1:8: token: 15 characters (expected: at least 16)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cr3t s3cr3t s3cr3t", "s3cr3t-s3cr3t-s3cr3\u00e9"})
  void aTokenThatNoHeaderHoldsIsRefusedUnseen(String token) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> admin("token: " + token))
        .withMessage(
            "torc.yaml:1:8: token: a character that is a space or not of ASCII (expected: others)");
  }
}
