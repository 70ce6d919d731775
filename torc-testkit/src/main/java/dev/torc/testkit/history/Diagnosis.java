package dev.torc.testkit.history;

import dev.torc.testkit.history.Violation.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with the answer that no order explains. Immutable. */
final class Diagnosis {
  /** Enough to see the writes around an answer; a busy key has hundreds of operations. */
  private static final int SHOWN = 24;

  private final KeyHistory history;
  private final Operation wrong;

  /**
   * About an answer.
   *
   * @param index its place among the answers; the answers before it can be explained
   */
  Diagnosis(KeyHistory history, int index) {
    this.history = history;
    this.wrong = history.operations().get(index);
  }

  long answeredNanos() {
    return wrong.answeredNanos();
  }

  Violation violation() {
    Operation origin = origin();
    List<Operation> around = around(origin);
    List<Operation> shown = shown(around, origin);
    Kind kind = kind();
    String omitted =
        around.size() > shown.size()
            ? "\n  (without " + (around.size() - shown.size()) + " others before)"
            : "";
    return new Violation(
        history.key(),
        kind,
        history.key() + ": " + reason(kind) + omitted + Timeline.of(shown, wrong),
        shown);
  }

  private Kind kind() {
    if (wrong.outcome() instanceof Outcome.Found found) {
      Operation set = history.setOf(found.value());
      return set == null || set.refused() || set.invokedNanos() > wrong.answeredNanos()
          ? Kind.IMPOSSIBLE_VALUE
          : Kind.STALE_READ;
    }
    if (wrong.missing()) {
      return isLost() ? Kind.LOST_WRITE : Kind.WRONG_MISS;
    }
    return Kind.OTHER;
  }

  /** Whether later gets say so again and none finds a value, until the next write begins. */
  private boolean isLost() {
    long nextWrite =
        history.operations().stream()
            .filter(operation -> !(operation.action() instanceof Action.Get))
            .filter(operation -> !operation.refused())
            .mapToLong(Operation::invokedNanos)
            .filter(invoked -> invoked > wrong.answeredNanos())
            .min()
            .orElse(Steps.NEVER);
    List<Operation> later =
        history.operations().stream()
            .filter(operation -> operation.action() instanceof Action.Get)
            .filter(get -> get.invokedNanos() > wrong.answeredNanos())
            .filter(get -> get.answeredNanos() < nextWrite)
            .toList();
    return later.stream().anyMatch(Operation::missing)
        && later.stream().noneMatch(get -> get.outcome() instanceof Outcome.Found);
  }

  private String reason(Kind kind) {
    String answer = "client " + wrong.client() + "'s " + wrong.action() + " → " + wrong.outcome();
    return switch (kind) {
      case STALE_READ -> answer + ": this value was gone by then";
      case LOST_WRITE -> answer + ": the key was there, and is not seen again";
      case WRONG_MISS -> answer + ": the key was there";
      case IMPOSSIBLE_VALUE -> answer + ": nobody can have written this value by then";
      case OTHER -> answer + ": there was no such key";
    };
  }

  /**
   * What had begun when the wrong answer came, as far as it was not answered before the write that
   * the answer contradicts. By invocation.
   */
  private List<Operation> around(@Nullable Operation origin) {
    long from =
        origin == null ? Long.MIN_VALUE : Math.min(origin.invokedNanos(), wrong.invokedNanos());
    return history.operations().stream()
        .filter(operation -> operation.invokedNanos() <= wrong.answeredNanos())
        .filter(operation -> operation.unanswered() || operation.answeredNanos() >= from)
        .sorted(Comparator.comparingLong(Operation::invokedNanos))
        .toList();
  }

  /** The last of what was around the wrong answer, that answer, and its origin. */
  private List<Operation> shown(List<Operation> around, @Nullable Operation origin) {
    List<Operation> shown =
        new ArrayList<>(around.subList(Math.max(0, around.size() - SHOWN), around.size()));
    Stream.concat(Stream.of(wrong), Stream.ofNullable(origin))
        .filter(operation -> !shown.contains(operation))
        .forEach(shown::add);
    shown.sort(Comparator.comparingLong(Operation::invokedNanos));
    return shown;
  }

  /** The set of the value that was found, or the last one acknowledged before the answer began. */
  private @Nullable Operation origin() {
    if (wrong.outcome() instanceof Outcome.Found found) {
      return history.setOf(found.value());
    }
    return history.operations().stream()
        .filter(operation -> operation.outcome() instanceof Outcome.Stored)
        .filter(set -> set.answeredNanos() < wrong.invokedNanos())
        .reduce((first, second) -> second)
        .orElse(null);
  }
}
