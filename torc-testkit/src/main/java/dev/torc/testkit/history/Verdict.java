package dev.torc.testkit.history;

import java.util.List;

/**
 * What the check of a history found.
 *
 * @param violations at most one a key, the earliest answers first
 * @param operations how many were checked
 * @param keys how many different keys they were about
 * @param undecided how many keys were given up because the search grew beyond its bound; a history
 *     is proven good only if this is 0
 */
public record Verdict(List<Violation> violations, long operations, int keys, long undecided) {

  /** Copies the violations. */
  public Verdict {
    violations = List.copyOf(violations);
  }

  /** Whether every key was decided and none violates. */
  public boolean linearizable() {
    return violations.isEmpty() && undecided == 0;
  }
}
