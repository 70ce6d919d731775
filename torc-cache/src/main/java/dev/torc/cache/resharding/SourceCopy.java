package dev.torc.cache.resharding;

import dev.torc.cache.coordination.Event;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Step;
import dev.torc.cache.coordination.Topology;
import dev.torc.cache.internal.InternalKeys;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Copies keys of a source to the destinations of its moves: all of them in one scan, or those of a
 * set. Several batches are under way at a time; what is told to be copied has been acknowledged by
 * its destination.
 */
final class SourceCopy {
  private static final int MAX_BATCH_KEYS = 200;

  /** A transaction of so many bytes stops the source for less than a millisecond. */
  private static final long BATCH_BYTES = 256 << 10;

  private final Session session;
  private final NodeLink source;
  private final KeyCopier copier;
  private final Throttle throttle;
  private final Deque<UnderWay> window = new ArrayDeque<>();

  /** An average; large at first, so that the first batch of large values is a small one. */
  private double bytesPerKey = BATCH_BYTES / 8.0;

  private record UnderWay(
      Pair move, int keys, long startNanos, CompletableFuture<KeyCopier.Batch> copied) {}

  SourceCopy(Session session, NodeLink source, Throttle throttle) {
    this.session = session;
    this.source = source;
    this.throttle = throttle;
    this.copier = new KeyCopier(source, versionOf(source));
  }

  private static String versionOf(NodeLink node) {
    String version = node.info().get("redis_version");
    if (version == null) {
      throw new MoveFailedException(node + ": INFO without redis_version");
    }
    return version;
  }

  /** Copies all keys of moves that are at {@link Step.Copy}. */
  void all(List<Move> moves) {
    Set<Pair> pairs = moves.stream().map(Move::pair).collect(Collectors.toSet());
    Topology topology = session.topology();
    Map<Pair, List<byte[]>> gathered = new HashMap<>();
    KeyScan.keys(
        source,
        page -> {
          for (byte[] key : page) {
            if (InternalKeys.isInternal(key)) {
              continue;
            }
            Pair move = topology.pairOf(topology.keyHash().hash(key));
            if (move != null && pairs.contains(move)) {
              List<byte[]> batch = gathered.computeIfAbsent(move, none -> new ArrayList<>());
              batch.add(key);
              if (batch.size() >= batchKeys()) {
                send(move, gathered.remove(move));
              }
            }
          }
          // A move that was given up meanwhile does not end the others.
          return pairs.stream().anyMatch(pair -> session.journal().isAt(pair, Step.Copy.class));
        });
    gathered.forEach(this::send);
    drain();
    // Of moves that were given up meanwhile this has no effect.
    session.tell(pairs, new Event.Copied());
  }

  /** Copies the keys of a set, in which there may be the sentinel. */
  long members(Pair move, byte[] set) {
    long[] count = {0};
    List<byte[]> batch = new ArrayList<>();
    KeyScan.members(
        source,
        set,
        page -> {
          for (byte[] key : page) {
            if (!InternalKeys.isInternal(key)) {
              batch.add(key);
              count[0]++;
              if (batch.size() >= batchKeys()) {
                send(move, List.copyOf(batch));
                batch.clear();
              }
            }
          }
          return true;
        });
    send(move, List.copyOf(batch));
    drain();
    return count[0];
  }

  private int batchKeys() {
    return (int) Math.max(1, Math.min(MAX_BATCH_KEYS, BATCH_BYTES / bytesPerKey));
  }

  private void send(Pair move, List<byte[]> keys) {
    if (keys.isEmpty()) {
      return;
    }
    while (window.size() >= throttle.window()) {
      awaitOldest();
    }
    pause(throttle.delay(keys.size()));
    window.add(
        new UnderWay(
            move,
            keys.size(),
            session.nanoTime().getAsLong(),
            copier.copy(keys, session.link(move.to()))));
  }

  private void pause(long nanos) {
    if (nanos > 0) {
      try {
        session.journal().await(() -> false, nanos);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new NodeUnavailableException("interrupted");
      }
    }
  }

  private void drain() {
    while (!window.isEmpty()) {
      awaitOldest();
    }
  }

  private void awaitOldest() {
    UnderWay oldest = window.remove();
    KeyCopier.Batch batch = NodeLink.await(oldest.copied());
    throttle.copied(oldest.keys(), session.nanoTime().getAsLong() - oldest.startNanos());
    if (batch.keys() > 0) {
      bytesPerKey = 0.5 * bytesPerKey + 0.5 * batch.bytes() / batch.keys();
    }
    session
        .journal()
        .count(oldest.move(), new Move.Progress(batch.keys(), batch.bytes(), 0, 0, 0, 0));
  }
}
