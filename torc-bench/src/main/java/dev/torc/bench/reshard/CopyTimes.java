package dev.torc.bench.reshard;

import com.sun.management.OperatingSystemMXBean;
import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Step;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;

/**
 * Sees in the states of a cluster when its only move began to copy, and when all keys were copied,
 * with the CPU time of this process. For one change at a time. Safe for use by any number of
 * threads.
 */
final class CopyTimes {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final CountDownLatch copying = new CountDownLatch(1);
  private OptionalLong begin = OptionalLong.empty();
  private long beginCpu;
  private OptionalLong end = OptionalLong.empty();
  private long endCpu;

  /** A time, by the clock and of the processors. */
  record Spent(long nanos, long cpuNanos) {}

  /** The time now; the difference of two is what was spent. */
  static Spent now() {
    return new Spent(System.nanoTime(), SYSTEM.getProcessCpuTime());
  }

  /** Another change comes. */
  synchronized void reset() {
    begin = OptionalLong.empty();
    end = OptionalLong.empty();
  }

  /** The state has changed. */
  synchronized void saw(ClusterState state) {
    Change change = state.active();
    List<Step> steps =
        change == null ? List.of() : change.moves().stream().map(move -> move.step()).toList();
    if (begin.isEmpty() && steps.stream().anyMatch(Step.Copy.class::isInstance)) {
      Spent now = now();
      begin = OptionalLong.of(now.nanos());
      beginCpu = now.cpuNanos();
      copying.countDown();
    } else if (begin.isPresent()
        && end.isEmpty()
        && steps.stream().noneMatch(Step.Copy.class::isInstance)) {
      Spent now = now();
      end = OptionalLong.of(now.nanos());
      endCpu = now.cpuNanos();
    }
  }

  /** Counted down when a move copies for the first time. */
  CountDownLatch copying() {
    return copying;
  }

  /**
   * What the copy took.
   *
   * @throws IllegalStateException if it has not ended
   */
  synchronized Spent spent() {
    return new Spent(end.orElseThrow() - begin.orElseThrow(), endCpu - beginCpu);
  }
}
