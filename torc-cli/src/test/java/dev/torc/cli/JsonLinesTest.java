package dev.torc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.torc.config.Facts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class JsonLinesTest {

  private static String line(String message, @Nullable Throwable thrown, Object... arguments) {
    LoggingEvent event =
        new LoggingEvent(
            "caller",
            new LoggerContext().getLogger("dev.torc.Some"),
            Level.WARN,
            message,
            thrown,
            arguments);
    event.setInstant(Instant.parse("2026-03-01T23:59:59.007Z"));
    event.setThreadName("main");
    String encoded = new String(new JsonLines().encode(event), UTF_8);
    assertThat(encoded).endsWith("\n");
    assertThat(encoded.strip()).doesNotContain("\n");
    return encoded.strip();
  }

  @Test
  void aLineIsOneObject() {
    assertThat(line("say \"no\"\nagain", null))
        .isEqualTo(
            "{\"time\":\"2026-03-01T23:59:59.007Z\",\"level\":\"WARN\",\"logger\":\"dev.torc.Some\",\"thread\":\"main\",\"message\":\"say"
                + " \\\"no\\\"\\nagain\"}");
  }

  @Test
  void factsAreFieldsOfTheirType() {
    Facts facts =
        Facts.of("node", 3)
            .and("share", 0.25)
            .and("lost", true)
            .and("address", "h:1")
            .and("n", "7");
    assertThat(line("it: " + facts, null, facts))
        .endsWith(",\"node\":3,\"share\":0.25,\"lost\":true,\"address\":\"h:1\",\"n\":\"7\"}");
  }

  @Test
  void noFactTakesTheNameOfAnotherField() {
    JsonNode json =
        JsonMapper.shared().readTree(line("m", null, "text", Facts.of("level", "x").and("a", 1)));
    assertThat(json.get("level").asString()).isEqualTo("WARN");
    assertThat(json.get("a").asInt()).isEqualTo(1);
    assertThat(json.propertyNames())
        .containsExactlyElementsOf(List.of("time", "level", "logger", "thread", "message", "a"));
  }

  @Test
  void anExceptionIsThereWithItsTrace() {
    String trace =
        JsonMapper.shared()
            .readTree(line("m", new IllegalStateException("broken")))
            .get("exception")
            .asString();
    assertThat(trace)
        .startsWith("java.lang.IllegalStateException: broken")
        .contains("\tat dev.torc.cli.JsonLinesTest.");
  }
}
