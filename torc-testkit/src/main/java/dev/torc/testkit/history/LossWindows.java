package dev.torc.testkit.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The losses of one key as disjoint windows in order. Immutable. */
final class LossWindows {
  private final long[] from;
  private final long[] to;

  /** Takes any losses of the key; those that overlap become one. */
  LossWindows(List<Loss> losses) {
    List<Loss> sorted = new ArrayList<>(losses);
    sorted.sort(Comparator.comparingLong(Loss::fromNanos));
    long[] begins = new long[sorted.size()];
    long[] ends = new long[sorted.size()];
    int count = 0;
    for (Loss loss : sorted) {
      if (count > 0 && loss.fromNanos() <= ends[count - 1]) {
        ends[count - 1] = Math.max(ends[count - 1], loss.toNanos());
      } else {
        begins[count] = loss.fromNanos();
        ends[count++] = loss.toNanos();
      }
    }
    from = Arrays.copyOf(begins, count);
    to = Arrays.copyOf(ends, count);
  }

  /** The first time from {@code now} on at which the key can be lost, or {@link Steps#NEVER}. */
  long next(long now) {
    int window = notOver(now);
    return window == to.length ? Steps.NEVER : Math.max(now, from[window]);
  }

  /** Whether a window that is not over at {@code now} is over at {@code later}. */
  boolean endBetween(long now, long later) {
    int window = notOver(now);
    return window < to.length && to[window] < later;
  }

  private int notOver(long now) {
    int window = 0;
    while (window < to.length && to[window] < now) {
      window++;
    }
    return window;
  }
}
