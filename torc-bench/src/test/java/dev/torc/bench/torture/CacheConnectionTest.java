package dev.torc.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.testkit.RawHttp.Response;
import dev.torc.testkit.history.Action;
import dev.torc.testkit.history.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer means for a history. */
final class CacheConnectionTest {
  private static final Action SET = new Action.Set("v", 0);
  private static final Action GET = new Action.Get();
  private static final Action DELETE = new Action.Delete();

  private static Outcome outcome(Action action, int status, String body) {
    return CacheConnection.outcome(action, new Response(status, Map.of(), body));
  }

  @Test
  void answersOfTheInterface() {
    assertThat(outcome(SET, 201, "")).isEqualTo(new Outcome.Stored());
    assertThat(outcome(GET, 200, "{\"value\":\"c1-2\"}")).isEqualTo(new Outcome.Found("c1-2"));
    assertThat(outcome(GET, 404, "")).isEqualTo(new Outcome.Missing());
    assertThat(outcome(DELETE, 204, "")).isEqualTo(new Outcome.Deleted());
    assertThat(outcome(DELETE, 404, "")).isEqualTo(new Outcome.Missing());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 507})
  void refusedWritesHaveNotHappened(int status) {
    assertThat(outcome(SET, status, "")).isEqualTo(new Outcome.Refused());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void failedWritesMayHaveHappened(int status) {
    assertThat(outcome(SET, status, "")).isEqualTo(new Outcome.Unanswered());
    assertThat(outcome(DELETE, status, "")).isEqualTo(new Outcome.Unanswered());
  }

  @Test
  void anAnswerThatTheInterfaceDoesNotHaveEndsTheRun() {
    assertThatThrownBy(() -> outcome(SET, 409, "conflict"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("409")
        .hasMessageContaining("conflict");
    assertThatThrownBy(() -> outcome(GET, 200, "null")).hasMessageContaining("body: null");
  }
}
