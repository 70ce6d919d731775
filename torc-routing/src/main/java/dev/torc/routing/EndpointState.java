package dev.torc.routing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is known of an endpoint while it is configured, whatever else changes: its requests under
 * way, and whether it is ejected. Reads do not lock; who ejects holds the lock of the backend.
 */
final class EndpointState {
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  private volatile boolean ejected;

  /** By the ticker; only of meaning while ejected, or afterwards as the time of the return. */
  private volatile long until;

  /** How often lately: what the next ejection's time is multiplied by, less one. */
  private int ejections;

  int active() {
    return active.get();
  }

  AtomicInteger counter() {
    return active;
  }

  void resetFailures() {
    if (failures.get() != 0) {
      failures.set(0);
    }
  }

  /** Counts a failure and gives their number since the last success. */
  int countFailure() {
    return failures.incrementAndGet();
  }

  boolean isMarkedEjected() {
    return ejected;
  }

  boolean isEjected(long now) {
    return ejected && now - until < 0;
  }

  /** How long it stays ejected. */
  Duration remaining(long now) {
    return isEjected(now) ? Duration.ofNanos(until - now) : Duration.ZERO;
  }

  /** Ejects it and gives for how long. */
  Duration eject(OutlierDetection rule, long now) {
    forgetEjections(rule, now);
    ejections++;
    Duration time = rule.baseEjectionTime().multipliedBy(ejections);
    if (time.compareTo(rule.maxEjectionTime()) > 0) {
      time = rule.maxEjectionTime();
      // Not counted: to be longer than the longest would only take longer to forget.
      ejections--;
    }
    until = now + time.toNanos();
    ejected = true;
    failures.set(0);
    return time;
  }

  /** One ejection less for every basic time since the last one ended. */
  private void forgetEjections(OutlierDetection rule, long now) {
    if (ejections > 0) {
      long steps = (now - until) / rule.baseEjectionTime().toNanos();
      ejections = (int) Math.max(0, ejections - Math.max(0, steps));
    }
  }

  /** Lets it take requests again. */
  void returnToService() {
    ejected = false;
    failures.set(0);
  }
}
