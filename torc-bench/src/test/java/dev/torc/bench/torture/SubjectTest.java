package dev.torc.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.testkit.history.Action;
import dev.torc.testkit.history.Operation;
import dev.torc.testkit.history.Outcome;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** When a key retires, and what takes its place. */
final class SubjectTest {
  private final Subject subject = new Subject("k");

  private static Operation operation(Action action, Outcome outcome) {
    return new Operation("k", 1, action, outcome, 1, 2);
  }

  private static Operation read() {
    return operation(new Action.Get(), new Outcome.Missing());
  }

  @Test
  void retiresAfterAThousandOperationsWhenTheLastHasEnded() {
    for (int i = 0; i < 998; i++) {
      assertThat(subject.begin()).isTrue();
      assertThat(subject.end(read())).isFalse();
    }
    assertThat(subject.begin()).isTrue();
    assertThat(subject.begin()).isTrue();
    assertThat(subject.begin()).isTrue();
    assertThat(subject.end(read())).isFalse();
    assertThat(subject.end(read())).as("one is under way").isFalse();
    assertThat(subject.begin()).as("retired").isFalse();
    assertThat(subject.end(read())).isTrue();
    assertThat(subject.history().operations()).hasSize(1001);
  }

  @Test
  void retiresEarlyWhenTooManyWritesMayStillHappen() {
    for (int i = 0; i < 100; i++) {
      subject.record(operation(new Action.Get(), new Outcome.Unanswered()));
    }
    assertThat(subject.isRetired()).isFalse();
    for (int i = 0; i < 12; i++) {
      assertThat(subject.isRetired()).isFalse();
      subject.record(operation(new Action.Delete(), new Outcome.Unanswered()));
    }
    assertThat(subject.isRetired()).isTrue();
  }

  @Test
  void aFreshKeyTakesThePlaceOfOneThatRetired() {
    LiveKeys keys = new LiveKeys(2, 1, 0);
    Subject first = keys.begin(1);
    while (!first.isRetired()) {
      first.record(read());
    }
    Subject second = keys.begin(1);
    assertThat(second.key()).isNotIn(first.key(), keys.begin(0).key());
    assertThat(keys.live()).contains(second).doesNotContain(first);
  }

  @Test
  void hotKeysArePickedMoreOften() {
    LiveKeys keys = new LiveKeys(100, 5, 0);
    SplittableRandom random = new SplittableRandom(1);
    int hot = 0;
    for (int i = 0; i < 10_000; i++) {
      hot += keys.pick(random) < 5 ? 1 : 0;
    }
    assertThat(hot).isBetween(2500, 3300);
  }
}
