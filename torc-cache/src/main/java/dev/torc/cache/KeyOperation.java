package dev.torc.cache;

import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.ConnectionException;
import dev.torc.cache.internal.Reply;
import io.netty.util.concurrent.Ticker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One operation on a key until it has an outcome. It is sent at most once, but for a write that its
 * node had no room for, or no room for its record: of that nothing has run.
 *
 * @param <T> what it answers
 */
final class KeyOperation<T extends @Nullable Object> {
  private final CacheRecorder.Operation kind;
  private final byte[] key;
  private final long hash;
  private final List<Command> commands;
  private final boolean isWrite;
  private final Function<Reply, T> decoder;
  private final CacheRecorder recorder;
  private final Ticker ticker;
  private final long startNanos;
  private final CompletableFuture<Served<T>> result = new CompletableFuture<>();
  private @Nullable Long fullSince;

  /**
   * An operation.
   *
   * @param commands run one after the other, in a transaction if there are several
   * @param decoder of the reply, or of the array of replies if there are several commands
   */
  KeyOperation(
      CacheRecorder.Operation kind,
      byte[] key,
      long hash,
      List<Command> commands,
      boolean isWrite,
      Function<Reply, T> decoder,
      CacheRecorder recorder,
      Ticker ticker) {
    this.kind = kind;
    this.key = key;
    this.hash = hash;
    this.commands = commands;
    this.isWrite = isWrite;
    this.decoder = decoder;
    this.recorder = recorder;
    this.ticker = ticker;
    this.startNanos = ticker.nanoTime();
  }

  /** About how much memory it holds. */
  long bytes() {
    return plain().maxEncodedBytes();
  }

  /** How long it has waited for room, now that it has found a node full; 0 the first time. */
  long waitedForRoomNanos() {
    long now = ticker.nanoTime();
    if (fullSince == null) {
      fullSince = now;
    }
    return now - fullSince;
  }

  long hash() {
    return hash;
  }

  boolean isWrite() {
    return isWrite;
  }

  CompletableFuture<Served<T>> result() {
    return result;
  }

  /** What to send where nothing is recorded. */
  Command plain() {
    return commands.size() == 1
        ? commands.get(0)
        : Command.atomically(commands.toArray(Command[]::new));
  }

  /** The commands, to be run one after the other and with nothing between them. */
  List<Command> commands() {
    return commands;
  }

  byte[] key() {
    return key;
  }

  /** What {@link #plain} would have been answered, of the replies to {@link #commands}. */
  Reply replyOf(List<Reply> replies) {
    return commands.size() == 1 ? replies.get(0) : new Reply.Array(List.copyOf(replies));
  }

  /**
   * Whether the reply to a transaction with this operation says that the node has no room for what
   * it stores: then it would not run without a record either.
   */
  boolean isRefusedForMemory(Reply reply) {
    boolean stores = kind == CacheRecorder.Operation.SET || kind == CacheRecorder.Operation.PUT;
    return stores && reply instanceof Reply.Failure failure && failure.code().equals("OOM");
  }

  /** Ends it with what the node answered. */
  void answered(Reply reply, CacheNode node, long epoch) {
    try {
      T value = decoder.apply(served(reply, node, epoch));
      recorder.completed(node, kind, null, ticker.nanoTime() - startNanos);
      result.complete(new Served<>(value, node, epoch));
    } catch (CacheException e) {
      failed(e);
    } catch (RuntimeException e) {
      // Whatever a server makes up: the caller does not wait for ever.
      failed(
          new CacheException(
              CacheException.Kind.REFUSED, node, epoch, "unexpected reply: " + reply, e));
    }
  }

  /** Ends it without an answer of the node. */
  void failed(Throwable error, CacheNode node, long epoch) {
    CacheException.Kind reason =
        error instanceof ConnectionException connection
            ? switch (connection.reason()) {
              case NOT_CONNECTED, BROKEN -> CacheException.Kind.UNAVAILABLE;
              case TIMED_OUT -> CacheException.Kind.TIMED_OUT;
              case OVERLOADED -> CacheException.Kind.OVERLOADED;
            }
            : CacheException.Kind.REFUSED;
    failed(new CacheException(reason, node, epoch, String.valueOf(error.getMessage()), error));
  }

  void failed(CacheException failure) {
    recorder.completed(failure.node(), kind, failure.kind(), ticker.nanoTime() - startNanos);
    result.completeExceptionally(failure);
  }

  /** The reply if it is one, or the exception that says why the node did not serve all of it. */
  private static Reply served(Reply reply, CacheNode node, long epoch) {
    if (reply instanceof Reply.Failure failure) {
      throw new CacheException(kindOf(failure), node, epoch, failure.text(), null);
    }
    if (reply instanceof Reply.Oversized oversized) {
      throw new CacheException(
          CacheException.Kind.TOO_LARGE,
          node,
          epoch,
          "value: " + oversized.length() + " bytes (expected: no more than this cache accepts)",
          null);
    }
    if (reply instanceof Reply.Array array && array.elements() != null) {
      array.elements().forEach(element -> served(element, node, epoch));
    }
    return reply;
  }

  private static CacheException.Kind kindOf(Reply.Failure failure) {
    return switch (failure.code()) {
      case "OOM" -> CacheException.Kind.FULL;
      case "WRONGTYPE" -> CacheException.Kind.WRONG_TYPE;
      // Not now, but later without anybody's doing: starting, failing over, without its replicas.
      case "LOADING", "BUSY", "MASTERDOWN", "READONLY", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS" ->
          CacheException.Kind.UNAVAILABLE;
      default -> CacheException.Kind.REFUSED;
    };
  }
}
