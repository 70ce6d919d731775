package dev.torc.cli.load;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run came to. Requests that were under way when it was stopped are not in it.
 *
 * @param codes how many responses had which status, in the order of the codes
 * @param failures how many requests had no response, by reason
 * @param late how many requests were sent more than {@link #LATE} after they were due
 * @param elapsed from the start to the end: the plan's duration, or until the last response
 * @param latency of the responses, from when their requests were due
 * @param service of the responses, from when their requests were sent: what the latency would seem
 *     to be if the waiting before were left out (Gil Tene's coordinated omission)
 */
public record LoadReport(
    SortedMap<Integer, Long> codes,
    SortedMap<String, Long> failures,
    long late,
    Duration elapsed,
    Latency latency,
    Latency service) {

  /** What is not late yet: about what a busy machine takes to wake a thread. */
  public static final Duration LATE = Duration.ofMillis(1);

  private static final double NANOS_PER_SECOND = 1e9;

  /** Copies. */
  public LoadReport {
    codes = Collections.unmodifiableSortedMap(new TreeMap<>(codes));
    failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
  }

  /** Requests with a response. */
  public long responses() {
    return sum(codes);
  }

  /** Requests without a response. */
  public long errors() {
    return sum(failures);
  }

  /** Requests that ended. */
  public long requests() {
    return responses() + errors();
  }

  /** Requests a second that were achieved. */
  public double rate() {
    return elapsed.isZero() ? 0 : requests() / seconds();
  }

  /** The time elapsed, in seconds. */
  public double seconds() {
    return elapsed.toNanos() / NANOS_PER_SECOND;
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
