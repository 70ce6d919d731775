package dev.torc.cli.wineinfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a replica holds, when it fails, and for how long. */
final class FailureModelTest {
  private long nanos = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos(); // It may overflow.
  private final FailureModel model = new FailureModel(() -> nanos);

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private List<Boolean> ask(String... queries) {
    return List.of(queries).stream().map(model::answers).toList();
  }

  @Test
  void holdsFiveQueriesHoweverOftenTheyCome() {
    for (int i = 0; i < 100; i++) {
      assertThat(ask("a", "b", "c", "d", "e", "a")).containsOnly(true);
      pass(Duration.ofMillis(100));
    }
  }

  @Test
  void failsAtTheSixthAndForFiveSeconds() {
    assertThat(ask("a", "b", "c", "d", "e", "f")).endsWith(true, false);
    assertThat(ask("a")).containsExactly(false);
    pass(Duration.ofSeconds(5).minusNanos(1));
    assertThat(ask("a")).containsExactly(false);
    pass(Duration.ofNanos(1));
    assertThat(ask("a")).containsExactly(true);
  }

  /** What comes during the outage is not recorded, and what came before is too old by then. */
  @Test
  void beginsWithNothingAfterAnOutage() {
    ask("a", "b", "c", "d", "e", "f");
    pass(Duration.ofSeconds(4));
    assertThat(ask("g", "h", "i", "j", "k", "l")).containsOnly(false);
    pass(Duration.ofSeconds(1));
    assertThat(ask("m", "n", "o", "p", "q")).containsOnly(true);
    assertThat(ask("r")).containsExactly(false);
  }

  @Test
  void aNewOutageLastsAsLongAsTheFirst() {
    ask("a", "b", "c", "d", "e", "f");
    pass(Duration.ofSeconds(6));
    ask("a", "b", "c", "d", "e", "f");
    pass(Duration.ofSeconds(5).minusNanos(1));
    assertThat(ask("a")).containsExactly(false);
    pass(Duration.ofNanos(1));
    assertThat(ask("a")).containsExactly(true);
  }

  @Test
  void forgetsWhatIsOlderThanTwoSeconds() {
    assertThat(ask("a", "b", "c", "d", "e")).containsOnly(true);
    pass(Duration.ofSeconds(2).plusNanos(1));
    assertThat(ask("f", "g", "h", "i", "j")).containsOnly(true);
  }

  @Test
  void remembersWhatIsTwoSecondsOld() {
    assertThat(ask("a", "b", "c", "d", "e")).containsOnly(true);
    pass(Duration.ofSeconds(2));
    assertThat(ask("f")).containsExactly(false);
  }

  @Test
  void aQueryThatComesAgainIsNewAgain() {
    ask("a");
    pass(Duration.ofSeconds(2));
    ask("a", "b", "c", "d", "e");
    pass(Duration.ofSeconds(1));
    assertThat(ask("f")).containsExactly(false);
  }
}
