package dev.torc.gateway;

import dev.torc.cache.CacheNode;
import dev.torc.cache.FullNodes;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Writes that found their node full and wait for room. Safe for use by any number of threads; it
 * does not block.
 */
final class FullWrites implements FullNodes {

  /** More do not wait: they hold memory. */
  static final int MAX_WAITING = 10_000;

  private final LongSupplier nanoTime;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong heldBytes = new AtomicLong();
  private final long maxBytes;
  private volatile long patienceNanos;
  private volatile Runnable alarm = () -> {};

  private record Waiting(int node, long bytes, long since, CompletableFuture<Boolean> room) {}

  /**
   * Nobody waits until {@link #admit}.
   *
   * @param maxBytes what those that wait may hold; 0 or more
   */
  FullWrites(long maxBytes, LongSupplier nanoTime) {
    this.maxBytes = maxBytes;
    this.nanoTime = nanoTime;
  }

  /**
   * Lets writes wait from now on.
   *
   * @param patience for how long, in nanoseconds; 0 for none
   * @param whenFull is called when one begins to; must not block
   */
  void admit(long patience, Runnable whenFull) {
    alarm = whenFull;
    patienceNanos = patience;
  }

  @Override
  public CompletionStage<Boolean> full(CacheNode node, long bytes, long waitedNanos) {
    if (patienceNanos == 0) {
      return CompletableFuture.completedFuture(false);
    }
    CompletableFuture<Boolean> room = new CompletableFuture<>();
    Waiting one = new Waiting(node.index(), bytes, nanoTime.getAsLong() - waitedNanos, room);
    int writes = size.incrementAndGet();
    long held = heldBytes.addAndGet(bytes);
    boolean fits = writes <= MAX_WAITING && held <= maxBytes;
    waiting.add(one);
    // Also if this was closed meanwhile.
    if (!fits || patienceNanos == 0) {
      end(other -> other.equals(one), false);
    } else {
      alarm.run();
    }
    return room;
  }

  /** Whether any waits. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The nodes that were found full. */
  Set<Integer> nodes() {
    return waiting.stream().map(Waiting::node).collect(Collectors.toSet());
  }

  /** Has those that found certain nodes full tried again. */
  void retry(IntPredicate nodes) {
    end(one -> nodes.test(one.node()), true);
  }

  /** Ends those that have waited for too long. */
  void expire() {
    long now = nanoTime.getAsLong();
    end(one -> now - one.since() >= patienceNanos, false);
  }

  /** Ends all: there will be no room. */
  void giveUp() {
    end(one -> true, false);
  }

  private interface Choice {
    boolean takes(Waiting one);
  }

  private void end(Choice choice, boolean again) {
    for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
      Waiting one = all.next();
      if (choice.takes(one)) {
        all.remove();
        size.decrementAndGet();
        heldBytes.addAndGet(-one.bytes());
        one.room().complete(again);
      }
    }
  }
}
