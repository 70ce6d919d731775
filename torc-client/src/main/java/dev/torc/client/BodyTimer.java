package dev.torc.client;

import dev.torc.client.Limits.Limit;
import dev.torc.routing.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Ends bodies whose time is over. Hardly any is: so there is one timer for all of them, set for the
 * earliest end and not stopped when that body is complete in time. A timer of its own for each
 * would wake the thread of timers twice for every request.
 */
final class BodyTimer {
  private final Scheduler scheduler;
  private final Ticker ticker;
  private final Executor executor;
  private final Set<TrackedSubscriber<?>> watched = ConcurrentHashMap.newKeySet();

  /** When to look next, null if not at all. Changed with the lock of this. */
  private volatile @Nullable Look next;

  /**
   * A moment to look.
   *
   * @param time by the ticker
   */
  private record Look(long time) {}

  BodyTimer(Scheduler scheduler, Ticker ticker, Executor executor) {
    this.scheduler = scheduler;
    this.ticker = ticker;
    this.executor = executor;
  }

  /** When a limit is reached that counts from now. */
  long deadline(Limit limit) {
    return ticker.read() + limit.nanos();
  }

  void watch(TrackedSubscriber<?> subscriber) {
    watched.add(subscriber);
    lookAt(subscriber.deadline());
  }

  void forget(TrackedSubscriber<?> subscriber) {
    watched.remove(subscriber);
  }

  /** How many bodies are under way that have a limit. */
  int watched() {
    return watched.size();
  }

  private void lookAt(long time) {
    if (!isEarlier(time)) {
      return;
    }
    Look look = new Look(time);
    synchronized (this) {
      if (!isEarlier(time)) {
        return;
      }
      next = look;
    }
    Duration delay = Duration.ofNanos(Math.max(0, time - ticker.read()));
    scheduler.after(delay).thenRunAsync(() -> look(look), executor);
  }

  private boolean isEarlier(long time) {
    Look now = next;
    return now == null || time - now.time() < 0;
  }

  private void look(Look look) {
    synchronized (this) {
      if (look.equals(next)) {
        next = null;
      }
    }
    // Who begins to watch from here on sees that nobody looks for him.
    long now = ticker.read();
    TrackedSubscriber<?> first = null;
    for (TrackedSubscriber<?> subscriber : watched) {
      if (subscriber.deadline() - now <= 0) {
        subscriber.expire();
      } else if (first == null || subscriber.deadline() - first.deadline() < 0) {
        first = subscriber;
      }
    }
    if (first != null) {
      lookAt(first.deadline());
    }
  }
}
