package dev.torc.bench.torture;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.torc.testkit.history.Action;
import dev.torc.testkit.history.Operation;
import dev.torc.testkit.history.Outcome;
import java.io.IOException;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One client: does one operation after another, and records each. Confined to one thread. */
final class TortureClient {
  /** Before the next attempt, when something is down. */
  private static final int PAUSE_MILLIS = 20;

  private static final int BALLAST_READS = 200;

  /**
   * Between two operations, so that clients leave the processors some time for what they are to
   * meet: with the usual number of clients some 8000 operations a second.
   */
  private static final long MOST_THINKING_NANOS = 48_000_000;

  private final int number;
  private final SplittableRandom random;
  private final Workload load;
  private final CountDownLatch stop;
  private @Nullable CacheConnection connection;
  private long values;

  /**
   * A client.
   *
   * @param number part of its values, so that they are unique
   * @param stop ends it when it is counted down
   */
  TortureClient(int number, SplittableRandom random, Workload load, CountDownLatch stop) {
    this.number = number;
    this.random = random;
    this.load = load;
    this.stop = stop;
  }

  /** Works until it is stopped. */
  void run() throws InterruptedException {
    try {
      while (stop.getCount() > 0) {
        if (LiveKeys.picksBallast(random)) {
          readBallast();
        } else {
          operate();
        }
        LockSupport.parkNanos(random.nextLong(MOST_THINKING_NANOS));
      }
    } finally {
      disconnect();
    }
  }

  /** Writes a part of the ballast, and tries again until it is written. */
  void writeBallast(int of) throws InterruptedException {
    for (int i = number; i < load.keys().ballast().size(); i += of) {
      until(load.keys().ballast().get(i), new Action.Set("b" + i, 0));
    }
  }

  /** Reads a key until there is an answer. Returns the index of the node that gave it. */
  int readFinally(Subject subject) throws InterruptedException {
    until(subject, new Action.Get());
    return connection == null ? -1 : connection.servedBy();
  }

  private void until(Subject subject, Action action) throws InterruptedException {
    Outcome outcome;
    do {
      Operation operation = perform(subject.key(), action);
      subject.record(operation);
      outcome = operation.outcome();
    } while (outcome instanceof Outcome.Unanswered || outcome instanceof Outcome.Refused);
  }

  private void readBallast() throws InterruptedException {
    Subject subject = load.keys().ballast().get(random.nextInt(load.keys().ballast().size()));
    if (subject.operations() < BALLAST_READS) {
      subject.record(perform(subject.key(), new Action.Get()));
    }
  }

  private void operate() throws InterruptedException {
    Subject subject = load.keys().begin(load.keys().pick(random));
    if (subject.end(perform(subject.key(), action()))) {
      load.judge().retire(subject);
    }
  }

  private Action action() {
    int percent = random.nextInt(100);
    if (percent < 45) {
      return new Action.Get();
    }
    if (percent < 58) {
      return new Action.Delete();
    }
    boolean expires = percent >= 90;
    long ttl = expires ? MILLISECONDS.toNanos(random.nextInt(50, 3000)) : 0;
    return new Action.Set("c" + number + "-" + values++, ttl);
  }

  private Operation perform(String key, Action action) throws InterruptedException {
    CacheConnection used = connect();
    long invoked = System.nanoTime();
    Outcome outcome = used.send(key, action);
    long answered = System.nanoTime();
    load.operations().add(name(action) + " " + name(outcome));
    if (used.isBroken()) {
      disconnect();
    }
    if (outcome instanceof Outcome.Unanswered || outcome instanceof Outcome.Refused) {
      pause();
    }
    return new Operation(key, number, action, outcome, invoked, answered);
  }

  /** Connects until it succeeds: what was never sent is no operation. */
  private CacheConnection connect() throws InterruptedException {
    while (connection == null) {
      try {
        connection = new CacheConnection(load.gateway());
      } catch (IOException e) {
        pause();
      }
    }
    return connection;
  }

  private void pause() throws InterruptedException {
    boolean _ = stop.await(PAUSE_MILLIS, MILLISECONDS);
  }

  /** Ends its connection; the next operation makes a new one. */
  void disconnect() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private static String name(Object value) {
    return value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
