package dev.torc.examples.logicalproxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.torc.cache.CacheException;
import dev.torc.cache.ShardedCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One instance of an application whose users have sessions. It reads and writes those of its own
 * users, reads those of others, and holds every answer against what it knows.
 *
 * <p>Nothing in it knows how many servers there are, nor that they change. Not thread-safe: at most
 * one thread at a time works with it.
 */
final class Instance {
  /** How many sessions an instance has. */
  static final int SESSIONS = 500;

  private static final Duration TIME_TO_LIVE = Duration.ofHours(1);

  private final String name;
  private final String peer;
  private final ShardedCache cache;
  private final RandomGenerator random;
  private final List<Session> sessions = new ArrayList<>();
  private final Map<String, Glimpse> glimpses = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private int opened;
  private long operations;
  private long unanswered;

  /**
   * An instance that has done nothing yet.
   *
   * @param name of no other instance that ever used these servers: the keys of its sessions begin
   *     with it
   * @param peer the instance whose sessions it looks at
   * @param cache shared by all instances
   * @param random what it does next
   */
  Instance(String name, String peer, ShardedCache cache, RandomGenerator random) {
    this.name = name;
    this.peer = peer;
    this.cache = cache;
    this.random = random;
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(another());
    }
  }

  private Session another() {
    return new Session(key(name, opened++));
  }

  private static String key(String instance, int session) {
    return "session:" + instance + ":" + session;
  }

  /** Every user comes once. */
  void signAllIn() {
    forAll(this::visit);
  }

  /** Every user leaves: the servers are left as they were found. */
  void signAllOut() {
    forAll(this::signOut);
  }

  private void forAll(Consumer<Session> action) {
    for (int i = 0; i < sessions.size(); i++) {
      act(i, action);
    }
  }

  /** Does so many operations, and goes on until something is over. */
  void work(long atLeast, CompletionStage<?> until) {
    long enough = operations + atLeast;
    while (operations < enough || !until.toCompletableFuture().isDone()) {
      int dice = random.nextInt(10);
      if (dice < 4) {
        lookAtPeer();
      } else if (dice < 5) {
        act(random.nextInt(SESSIONS), this::signOut);
      } else {
        act(random.nextInt(SESSIONS), this::visit);
      }
    }
  }

  /**
   * A write without an answer may or may not have happened, so nobody can say what its session
   * holds: another one takes its place.
   */
  private void act(int session, Consumer<Session> action) {
    if (!answered(() -> action.accept(sessions.get(session)))) {
      sessions.set(session, another());
    }
  }

  private boolean answered(Runnable action) {
    try {
      action.run();
      return true;
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof CacheException)) {
        throw e;
      }
      unanswered++;
      return false;
    }
  }

  private void visit(Session session) {
    Long found = visits(session.key());
    check(found, session.key(), session.expected());
    operations++;
    byte[] value = Long.toString(session.next()).getBytes(US_ASCII);
    cache.set(bytes(session.key()), value, TIME_TO_LIVE).toCompletableFuture().join();
    session.visited();
  }

  private void signOut(Session session) {
    operations++;
    boolean found = cache.delete(bytes(session.key())).toCompletableFuture().join().value();
    check(found, "delete of " + session.key(), session.isPresent());
    session.signedOut();
  }

  private void lookAtPeer() {
    String key = key(peer, random.nextInt(SESSIONS));
    answered(() -> {
      Long found = visits(key);
      Glimpse before = glimpses.getOrDefault(key, Glimpse.NONE);
      if (!before.mayBeFollowedBy(found)) {
        wrong.add(key + ": " + found + " (expected: nothing older than " + before + ")");
      }
      glimpses.put(key, before.then(found));
    });
  }

  private @Nullable Long visits(String key) {
    operations++;
    byte[] value = cache.get(bytes(key)).toCompletableFuture().join().value();
    return value == null ? null : Long.valueOf(new String(value, US_ASCII));
  }

  private void check(@Nullable Object answer, String asked, @Nullable Object expected) {
    if (!Objects.equals(answer, expected)) {
      wrong.add(asked + ": " + answer + " (expected: " + expected + ")");
    }
  }

  private static byte[] bytes(String key) {
    return key.getBytes(US_ASCII);
  }

  String name() {
    return name;
  }

  /** Operations on the cache, also those without an answer. */
  long operations() {
    return operations;
  }

  /** Operations that failed: what they did is not known, which is not wrong. */
  long unanswered() {
    return unanswered;
  }

  /** Each wrong answer, with what was expected. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }
}
