package dev.torc.bench.reshard;

import dev.torc.bench.torture.CacheConnection;
import dev.torc.cli.engine.WaitingClock;
import dev.torc.testkit.history.Action;
import dev.torc.testkit.history.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A client on a kept connection, which checks each answer as it comes. It reads all keys, and
 * writes those of which it is the only writer. Confined to one thread.
 */
final class ReshardClient implements AutoCloseable {
  private static final int READ_PERCENT = 70;
  private static final int DELETE_PERCENT = 2;
  private static final WaitingClock CLOCK = WaitingClock.system();

  private final int number;
  private final int clients;
  private final InetSocketAddress gateway;
  private final ModelledKeys keys;
  private final Sightings sightings;
  private @Nullable CacheConnection connection;

  /**
   * A client that has done nothing yet.
   *
   * @param number from 0; it writes the keys whose number is the same modulo {@code clients}
   */
  ReshardClient(
      int number, int clients, InetSocketAddress gateway, ModelledKeys keys, Sightings sightings) {
    this.number = number;
    this.clients = clients;
    this.gateway = gateway;
    this.keys = keys;
    this.sightings = sightings;
  }

  /** Writes its keys, one after another. */
  void fill() throws IOException {
    for (int key = number; key < keys.size(); key += clients) {
      write(key, false);
    }
  }

  /** Reads as many keys: each must be what was acknowledged last. */
  void look() throws IOException {
    for (int key = number; key < keys.size(); key += clients) {
      read(key, true);
    }
  }

  /**
   * Sends requests one at a time, at fixed times. A latency counts from when the request was due,
   * so that those that had to wait for a slow one are not left out.
   */
  void load(SplittableRandom random, long periodNanos, Latencies latencies, CountDownLatch stop)
      throws IOException, InterruptedException {
    long due = System.nanoTime() + random.nextLong(periodNanos);
    while (stop.getCount() > 0) {
      CLOCK.awaitUntil(due);
      operate(random);
      latencies.record(System.nanoTime() - due);
      due += periodNanos;
    }
  }

  private void operate(SplittableRandom random) throws IOException {
    int percent = random.nextInt(100);
    if (percent < READ_PERCENT) {
      read(random.nextInt(keys.size()), false);
    } else {
      int own = (keys.size() - number + clients - 1) / clients;
      write(number + clients * random.nextInt(own), percent >= 100 - DELETE_PERCENT);
    }
  }

  private void read(int key, boolean afterChange) throws IOException {
    KeyModel model = keys.model(key);
    long readFrom = model.read();
    Outcome outcome = send(key, new Action.Get());
    Wrong wrong =
        switch (outcome) {
          case Outcome.Found found -> model.found(readFrom, version(key, found.value()));
          case Outcome.Missing _ -> model.missing(readFrom);
          default -> Wrong.ERROR;
        };
    if (wrong != null) {
      boolean lost = afterChange && wrong != Wrong.ERROR;
      saw(lost ? Wrong.LOST : wrong, key, "read " + outcome + " from version " + readFrom);
    }
  }

  private void write(int key, boolean deletes) throws IOException {
    KeyModel model = keys.model(key);
    if (model.isGivenUp()) {
      return;
    }
    long version = model.write(deletes);
    Outcome outcome =
        send(key, deletes ? new Action.Delete() : new Action.Set(value(key, version), 0));
    Wrong wrong = null;
    switch (outcome) {
      case Outcome.Stored _ -> model.stored(version);
      case Outcome.Deleted _ -> wrong = model.deleted(version, true);
      case Outcome.Missing _ -> wrong = model.deleted(version, false);
      default -> {
        wrong = Wrong.ERROR;
        model.giveUp();
      }
    }
    if (wrong != null) {
      saw(wrong, key, (deletes ? "delete" : "set") + " of version " + version + ": " + outcome);
    }
  }

  private void saw(Wrong wrong, int key, String what) {
    sightings.add(wrong, ModelledKeys.name(key) + ": " + what);
  }

  private static String value(int key, long version) {
    return key + "." + version;
  }

  /** The version that a value is of; no version if it is another key's. */
  private static long version(int key, String value) {
    String start = key + ".";
    return value.startsWith(start) ? Long.parseLong(value.substring(start.length())) : -1;
  }

  private Outcome send(int key, Action action) throws IOException {
    CacheConnection used = connection;
    if (used == null) {
      used = new CacheConnection(gateway);
      connection = used;
    }
    Outcome outcome = used.send(ModelledKeys.name(key), action);
    if (used.isBroken()) {
      close();
    }
    return outcome;
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
