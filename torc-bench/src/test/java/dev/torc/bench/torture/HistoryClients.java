package dev.torc.bench.torture;

import dev.torc.testkit.history.Action;
import dev.torc.testkit.history.History;
import dev.torc.testkit.history.Operation;
import dev.torc.testkit.history.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of a gateway that all set, get and delete the same keys, each on a connection of its own,
 * and whose history is recorded. For the thread of a test.
 */
final class HistoryClients {
  /** From an answer to the next request, and until a client without a connection tries again. */
  private static final Duration PAUSE = Duration.ofMillis(1);

  private final InetSocketAddress cache;
  private final int count;
  private final int keys;
  private final History history = new History();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong unconnected = new AtomicLong();
  private final Queue<Throwable> deaths = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  HistoryClients(InetSocketAddress cache, int count, int keys) {
    this.cache = cache;
    this.count = count;
    this.keys = keys;
  }

  void start() {
    for (int i = 0; i < count; i++) {
      int number = i;
      threads.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, death) -> deaths.add(death))
              .start(() -> operate(number)));
    }
  }

  private void operate(int number) {
    SplittableRandom random = new SplittableRandom(number);
    int sent = 0;
    while (!ending.get()) {
      try (CacheConnection connection = new CacheConnection(cache)) {
        while (!ending.get() && !connection.isBroken()) {
          String key = "k" + random.nextInt(keys);
          sent++;
          record(connection, key, number, action(random, number + "-" + sent));
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      } catch (IOException e) {
        unconnected.incrementAndGet();
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static Action action(SplittableRandom random, String value) {
    return switch (random.nextInt(10)) {
      case 0 -> new Action.Delete();
      case 1, 2, 3, 4 -> new Action.Set(value, 0);
      default -> new Action.Get();
    };
  }

  private Outcome record(CacheConnection connection, String key, int client, Action action) {
    long invoked = System.nanoTime();
    Outcome outcome = connection.send(key, action);
    history.record(new Operation(key, client, action, outcome, invoked, System.nanoTime()));
    answers.incrementAndGet();
    return outcome;
  }

  /** How many operations have ended so far. */
  long operations() {
    return answers.get();
  }

  /** How often a client found no gateway. */
  long unconnected() {
    return unconnected.get();
  }

  /** Operations that were not done, or may not have been. */
  List<Operation> failed() {
    return history.operations().stream()
        .filter(operation -> isFailure(operation.outcome()))
        .toList();
  }

  private static boolean isFailure(Outcome outcome) {
    return outcome instanceof Outcome.Unanswered || outcome instanceof Outcome.Refused;
  }

  /**
   * Ends the clients, and reads every key once more.
   *
   * @return all that was done
   * @throws IllegalStateException if a client ended by itself, or a last read has no answer
   */
  History finish() throws Exception {
    end();
    if (!deaths.isEmpty()) {
      throw new IllegalStateException("a client has ended by itself", deaths.peek());
    }
    try (CacheConnection connection = new CacheConnection(cache)) {
      for (int i = 0; i < keys; i++) {
        if (isFailure(record(connection, "k" + i, count, new Action.Get()))) {
          throw new IllegalStateException("k" + i + ": no answer (expected: one, at rest)");
        }
      }
    }
    return history;
  }

  /** Ends the clients, if they have not ended; waits for what is under way. */
  void end() throws InterruptedException {
    ending.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
