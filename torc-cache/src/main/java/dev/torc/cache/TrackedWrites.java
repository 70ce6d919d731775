package dev.torc.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Route;
import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes on keys of one move that leave in one transaction, together with the record of all their
 * keys: a transaction for each would take the source more than twice the time. Confined to an event
 * loop.
 */
final class TrackedWrites {
  private static final byte[] SADD = "SADD".getBytes(US_ASCII);
  private static final int MAX_WRITES = 64;
  private static final long MAX_BYTES = 128 << 10;

  private final Route route;
  private final Pair move;
  private final byte[] written;
  private final List<KeyOperation<?>> operations = new ArrayList<>();
  private long bytes;

  /**
   * No writes yet.
   *
   * @param route of the move's keys
   * @param written the set that records their keys
   */
  TrackedWrites(Route route, Pair move, byte[] written) {
    this.route = route;
    this.move = move;
    this.written = written;
  }

  Route route() {
    return route;
  }

  Pair move() {
    return move;
  }

  List<KeyOperation<?>> operations() {
    return operations;
  }

  /** Adds one, and tells whether there is no room for another. */
  boolean add(KeyOperation<?> operation) {
    operations.add(operation);
    bytes += operation.plain().maxEncodedBytes();
    return operations.size() >= MAX_WRITES || bytes >= MAX_BYTES;
  }

  /** The transaction. */
  Command command() {
    byte[][] record = new byte[operations.size() + 2][];
    record[0] = SADD;
    record[1] = written;
    List<Command> all = new ArrayList<>();
    all.add(Command.of(record));
    for (int i = 0; i < operations.size(); i++) {
      record[i + 2] = operations.get(i).key();
      all.addAll(operations.get(i).commands());
    }
    return Command.atomically(all.toArray(Command[]::new));
  }

  /** The replies to a transaction that ran; {@code null} if it did not. */
  static @Nullable List<Reply> repliesIn(Reply reply) {
    return reply instanceof Reply.Array array ? array.elements() : null;
  }

  /** Whether replies are as many as commands. */
  boolean areComplete(List<Reply> replies) {
    return replies.size() == 1 + operations.stream().mapToInt(o -> o.commands().size()).sum();
  }

  /** Whether the replies to a transaction say that the keys were recorded. */
  static boolean areRecorded(List<Reply> replies) {
    return replies.get(0) instanceof Reply.Int;
  }

  /** Ends all writes with their parts of the replies to a transaction. */
  void answered(List<Reply> replies, CacheNode node, long epoch) {
    int next = 1;
    for (KeyOperation<?> operation : operations) {
      int end = next + operation.commands().size();
      operation.answered(operation.replyOf(replies.subList(next, end)), node, epoch);
      next = end;
    }
  }
}
