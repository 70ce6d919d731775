package dev.torc.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.testkit.history.Violation.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Histories with the verdict they must get, where expiry may be off by 10 ms. */
final class Judged {
  private Judged() {}

  static final Duration TOLERANCE = Duration.ofMillis(10);
  static final Linearizability CHECK = Linearizability.of(TOLERANCE);

  static Verdict verdict(List<Loss> losses, Operation... operations) {
    return CHECK.check(List.of(operations), losses);
  }

  static void legal(List<Loss> losses, Operation... operations) {
    Verdict verdict = verdict(losses, operations);
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.linearizable()).isTrue();
  }

  static void legal(Operation... operations) {
    legal(List.of(), operations);
  }

  /** The last of the operations must be the one that breaks it. */
  static void illegal(Kind kind, List<Loss> losses, Operation... operations) {
    Verdict verdict = verdict(losses, operations);
    assertThat(verdict.violations())
        .singleElement()
        .satisfies(violation -> {
          assertThat(violation.kind()).as(violation.explanation()).isEqualTo(kind);
          assertThat(violation.operations()).contains(operations[operations.length - 1]);
        });
    assertThat(verdict.linearizable()).isFalse();
    Operation[] fewer = Arrays.copyOf(operations, operations.length - 1);
    assertThat(verdict(losses, fewer).violations()).isEmpty();
  }

  static void illegal(Kind kind, Operation... operations) {
    illegal(kind, List.of(), operations);
  }
}
