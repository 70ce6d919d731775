package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.MessageFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FactsTest {

  @Test
  void pairsStandInTheOrderInWhichTheyWereAdded() {
    Facts facts = Facts.of("node", 3).and("address", "10.0.0.1:6379").and("up", true);
    assertThat(facts).hasToString("node=3 address=10.0.0.1:6379 up=true");
    assertThat(facts.values())
        .containsExactly(
            Map.entry("node", 3), Map.entry("address", "10.0.0.1:6379"), Map.entry("up", true));
  }

  @Test
  void numbersAreNotGroupedInAMessage() {
    String line =
        MessageFormat.format("over: {0}", Facts.of("keys", 1_234_567L).and("share", 0.25));
    assertThat(line).isEqualTo("over: keys=1234567 share=0.25");
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    assertThat(Facts.of("reason", null).and("state", "committed").and("why", null))
        .hasToString("state=committed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          plain    | plain
          a b      | "a b"
          a=b      | "a=b"
          say "no" | "say \\"no\\""
          12       | "12"
          -1.5     | "-1.5"
          true     | "true"
          1a       | 1a
          """)
  void aTextThatCouldBeTakenForSomethingElseIsQuoted(String value, String written) {
    assertThat(Facts.of("key", value)).hasToString("key=" + written);
  }

  @Test
  void aLineStaysOneLine() {
    assertThat(Facts.of("key", "a\r\nINFO b\u2028\u001b[0m").toString())
        .isEqualTo("key=\"a\\u000d\\u000aINFO b\\u2028\\u001b[0m\"");
    assertThat(Facts.of("key", "")).hasToString("key=\"\"");
  }

  @Test
  void keysAreNames() {
    assertThatThrownBy(() -> Facts.of("two words", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key: two words (expected: [a-z][A-Za-z0-9]*)");
  }
}
