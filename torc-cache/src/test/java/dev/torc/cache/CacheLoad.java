package dev.torc.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.testkit.history.Action;
import dev.torc.testkit.history.History;
import dev.torc.testkit.history.Linearizability;
import dev.torc.testkit.history.Operation;
import dev.torc.testkit.history.Outcome;
import dev.torc.testkit.history.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Clients that read and write overlapping keys, {@code load-0} and so on, as fast as they get
 * answers, and the record of what they saw. All of them run on one thread; the cache may change
 * under their feet, as when its process is started anew.
 */
final class CacheLoad implements AutoCloseable {
  /** The shortest time to live is far longer, and all clocks are this machine's. */
  private static final Duration EXPIRY_TOLERANCE = Duration.ofMillis(100);

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "load");
        made.setDaemon(true);
        return made;
      });
  private final History history = new History();
  private final List<Client> clients = new ArrayList<>();
  private final int keys;
  private final AtomicLong answers = new AtomicLong();
  private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();
  private volatile ShardedCache cache;
  private volatile boolean stopped;

  private CacheLoad(ShardedCache cache, int clients, int keys) {
    this.cache = cache;
    this.keys = keys;
    for (int i = 0; i < clients; i++) {
      this.clients.add(new Client(i));
    }
  }

  /** Starts clients. */
  static CacheLoad on(ShardedCache cache, int clients, int keys) {
    CacheLoad load = new CacheLoad(cache, clients, keys);
    load.clients.forEach(client -> load.thread.execute(client::next));
    return load;
  }

  /** How many operations have an answer. */
  long answers() {
    return answers.get();
  }

  /** Waits for so many more answers. */
  void awaitAnswers(long more) {
    long goal = answers() + more;
    Waiting.until(() -> answers() >= goal);
  }

  /** Operations that failed, by why. */
  Map<String, AtomicInteger> failures() {
    return failures;
  }

  History history() {
    return history;
  }

  /** Gives up what is under way, and goes on with another cache over the same servers. */
  void goOnWith(ShardedCache other) {
    Shards.get(
        CompletableFuture.runAsync(
            () -> {
              cache = other;
              clients.forEach(Client::giveUp);
            },
            thread));
  }

  /** Waits for the last answers, and judges. */
  Verdict verdict() {
    stopped = true;
    Waiting.until(() -> clients.stream().allMatch(client -> client.idle));
    return Linearizability.of(EXPIRY_TOLERANCE).check(history);
  }

  /** No client saw what a single register could not have answered. */
  void assertLinearizable() {
    Verdict verdict = verdict();
    assertThat(verdict.violations()).as("%s", verdict).isEmpty();
    assertThat(verdict.linearizable()).as("%s", verdict).isTrue();
  }

  @Override
  public void close() {
    stopped = true;
    thread.shutdownNow();
  }

  private final class Client {
    private final int number;
    private final Random random;
    private long values;
    private int turn;
    private @Nullable Action action;
    private String key = "";
    private long invoked;
    volatile boolean idle;

    Client(int number) {
      this.number = number;
      this.random = new Random(number);
    }

    void next() {
      action = null;
      if (stopped) {
        idle = true;
        return;
      }
      key = "load-" + random.nextInt(keys);
      byte[] name = key.getBytes(UTF_8);
      int kind = random.nextInt(20);
      invoked = System.nanoTime();
      int asked = ++turn;
      if (kind < 8) {
        action = new Action.Get();
        follow(
            asked,
            cache.get(name),
            value ->
                value == null
                    ? new Outcome.Missing()
                    : new Outcome.Found(new String(value, UTF_8)));
      } else if (kind < 10) {
        action = new Action.Get();
        // That it is there says nothing about its value: of that there is no record.
        follow(asked, cache.exists(name), there -> there ? null : new Outcome.Missing());
      } else if (kind < 12) {
        action = new Action.Delete();
        follow(
            asked,
            cache.delete(name),
            there -> there ? new Outcome.Deleted() : new Outcome.Missing());
      } else {
        write(asked, name, kind);
      }
    }

    private void write(int asked, byte[] name, int kind) {
      String value = "v" + number + "-" + values++;
      Duration timeToLive = kind % 4 == 0 ? Duration.ofMillis(500 + random.nextInt(1500)) : null;
      action = new Action.Set(value, timeToLive == null ? 0 : timeToLive.toNanos());
      byte[] bytes = value.getBytes(UTF_8);
      if (kind < 18) {
        follow(asked, cache.set(name, bytes, timeToLive), none -> new Outcome.Stored());
      } else {
        follow(asked, cache.put(name, bytes, timeToLive), isNew -> new Outcome.Stored());
      }
    }

    private <T extends @Nullable Object> void follow(
        int asked,
        CompletionStage<Served<T>> stage,
        java.util.function.Function<T, @Nullable Outcome> outcome) {
      stage.whenComplete((served, error) -> {
        long answered = System.nanoTime();
        if (!thread.isShutdown()) {
          thread.execute(() -> {
            if (asked == turn && !idle) {
              record(error == null ? outcome.apply(served.value()) : failed(error), answered);
              next();
            }
          });
        }
      });
    }

    private Outcome failed(Throwable error) {
      String kind =
          error instanceof CacheException failure ? failure.kind().name() : error.toString();
      failures.computeIfAbsent(kind, none -> new AtomicInteger()).incrementAndGet();
      return kind.equals("FULL") || kind.equals("OVERLOADED")
          ? new Outcome.Refused()
          : new Outcome.Unanswered();
    }

    private void record(@Nullable Outcome outcome, long answered) {
      answers.incrementAndGet();
      if (outcome != null && action != null) {
        history.record(new Operation(key, number, action, outcome, invoked, answered));
      }
    }

    void giveUp() {
      if (action != null) {
        record(new Outcome.Unanswered(), System.nanoTime());
      }
      next();
    }
  }
}
