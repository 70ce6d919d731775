package dev.torc.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CacheLimitsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, maxPendingCommands: 0",
    "1, -5, 1, maxPendingBytes: -5",
    "1, 1, 0, maxValueBytes: 0"
  })
  void arePositive(int commands, long bytes, int value, String message) {
    assertThatThrownBy(() -> new CacheLimits(commands, bytes, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message + " (expected: at least 1)");
  }
}
