package dev.torc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110, 12.5.1. */
final class AcceptTest {

  private static boolean admits(String type, String... fields) {
    return new Accept(List.of(fields)).admits(type);
  }

  @Test
  void everythingWithoutTheHeader() {
    assertThat(admits("application/json")).isTrue();
    assertThat(admits("x")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/* | true",
        "text/* | true",
        "text/plain | true",
        "TEXT/Plain | true",
        " text/plain ; q=0.1 | true",
        "text/plain;charset=utf-8 | true",
        "text/html | false",
        "application/* | false",
        "text | false",
        "text/html, */* | true",
        "application/json,text/plain | true",
        // Excluded.
        "text/plain;q=0 | false",
        "text/plain; Q=0.0 | false",
        "text/plain;q=0.000 | false",
        "text/plain;q=0.001 | true",
        "text/plain;q=0.5 | true",
        "*/*;q=0 | false",
        "text/*;q=0 | false",
        // The most specific range decides, wherever it stands.
        "text/plain;q=0, */* | false",
        "*/*, text/plain;q=0 | false",
        "text/*;q=0, text/plain | true",
        "text/plain, text/*;q=0 | true",
        "*/*;q=0, text/* | true",
        "text/*;q=0, */* | false",
        // A range with a parameter that the text does not have is not about it.
        "text/plain;format=flowed;q=0, text/plain | true",
        "text/plain, text/plain;format=flowed;q=0 | true",
        // Malformed ranges are passed over.
        ",,text/plain, | true",
        "garbage, text/plain | true",
        ";q=0, text/plain | true",
        "text/plain;q | true",
      })
  void decidesForPlainText(String field, boolean admitted) {
    assertThat(admits("text/plain", field)).isEqualTo(admitted);
    assertThat(admits("text/plain; charset=utf-8", field)).isEqualTo(admitted);
  }

  @Test
  void readsAllFieldsAsOne() {
    assertThat(admits("text/plain", "application/json", "text/plain")).isTrue();
    assertThat(admits("text/plain", "*/*", "text/plain;q=0")).isFalse();
    assertThat(admits("text/plain", "application/json", "image/*")).isFalse();
  }
}
