package dev.torc.cache.resharding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.cache.coordination.Member;
import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.ConnectionSettings;
import dev.torc.cache.internal.RedisConnection;
import dev.torc.cache.internal.Reply;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A connection to a node for what a change does there. Its methods wait for the reply; they must
 * not be called on an event loop.
 */
final class NodeLink implements AutoCloseable {
  private static final Command CLIENT_ID = Command.of("CLIENT", "ID");
  private static final Command CLIENT_LIST = Command.of("CLIENT", "LIST");
  private static final Command INFO = Command.of("INFO");
  private static final Command INFO_SERVER = Command.of("INFO", "server");

  private final Member node;
  private final RedisConnection connection;

  private NodeLink(Member node, RedisConnection connection) {
    this.node = node;
    this.connection = connection;
  }

  static NodeLink open(Member node, EventLoop loop, ConnectionSettings settings) {
    InetSocketAddress address =
        InetSocketAddress.createUnresolved(node.address().host(), node.address().port());
    return new NodeLink(node, RedisConnection.open(loop, address, settings));
  }

  Member node() {
    return node;
  }

  /** Sends a command; the future fails if there is no reply. */
  CompletableFuture<Reply> send(Command command) {
    return connection.send(command);
  }

  /**
   * Sends a command and waits.
   *
   * @throws NodeUnavailableException if there is no reply
   * @throws MoveFailedException if the reply is an error
   */
  Reply call(Command command) {
    return checked(await(send(command)));
  }

  /** As {@link #call}, of words. */
  Reply call(String... words) {
    return call(Command.of(words));
  }

  /** The number that a command answers with. */
  long count(Command command) {
    if (call(command) instanceof Reply.Int number) {
      return number.value();
    }
    throw new MoveFailedException(this + ": no number");
  }

  /** The reply, unless it is an error. */
  Reply checked(Reply reply) {
    if (reply instanceof Reply.Failure failure) {
      switch (failure.code()) {
        case "LOADING", "BUSY", "MASTERDOWN", "READONLY", "TRYAGAIN" ->
            throw new NodeUnavailableException(this + ": " + failure.text());
        default -> throw new MoveFailedException(this + ": " + failure.text());
      }
    }
    return reply;
  }

  /** Waits for what was sent. */
  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeUnavailableException("interrupted");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof MoveFailedException failed) {
        throw failed;
      }
      throw new NodeUnavailableException(String.valueOf(cause == null ? e : cause.getMessage()));
    }
  }

  /** The fields of {@code INFO}. */
  Map<String, String> info() {
    Map<String, String> fields = new HashMap<>();
    if (call(INFO) instanceof Reply.Bulk bulk) {
      bulk.text()
          .lines()
          .forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
              fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
          });
    }
    return fields;
  }

  /** What tells this life of the server from another. */
  String runId() {
    return await(askRunId());
  }

  /** The same; others can be asked meanwhile. */
  CompletableFuture<String> askRunId() {
    return send(INFO_SERVER).thenApply(reply -> runIdIn(checked(reply)));
  }

  private String runIdIn(Reply info) {
    if (info instanceof Reply.Bulk bulk) {
      Optional<String> id =
          bulk.text()
              .lines()
              .filter(line -> line.startsWith("run_id:"))
              .map(line -> line.substring("run_id:".length()))
              .findFirst();
      if (id.isPresent()) {
        return id.get();
      }
    }
    throw new MoveFailedException(this + ": INFO without run_id");
  }

  /** Ends other connections of the same name: what they have sent and has not run never will. */
  void endFormer(String name) {
    long own = count(CLIENT_ID);
    await(endAll(name, Set.of(own), Long.MAX_VALUE));
  }

  /**
   * Checks that connections may be ended here, before it is needed.
   *
   * @throws MoveFailedException if they may not
   */
  void checkEnding() {
    call(CLIENT_LIST);
    call(Command.of("CLIENT", "KILL", "ID", Long.toString(Long.MAX_VALUE)));
  }

  /**
   * Ends connections of a name on the server.
   *
   * @param kept ids of those to leave
   * @param below only those with a smaller id: one that came later belongs to somebody else
   * @return completes when nothing that they have sent can run any more; fails if the node does not
   *     answer, or refuses
   */
  CompletableFuture<Void> endAll(String name, Set<Long> kept, long below) {
    return send(CLIENT_LIST)
        .thenCompose(list ->
            CompletableFuture.allOf(
                clientsIn(list, name).stream()
                    .filter(id -> !kept.contains(id) && id < below)
                    .map(id -> send(Command.of("CLIENT", "KILL", "ID", Long.toString(id))))
                    .map(kill -> kill.thenAccept(this::checked))
                    .toArray(CompletableFuture<?>[]::new)));
  }

  private List<Long> clientsIn(Reply reply, String name) {
    if (!(checked(reply) instanceof Reply.Bulk list) || list.bytes() == null) {
      throw new MoveFailedException(this + ": CLIENT LIST without a list");
    }
    return new String(list.bytes(), UTF_8)
        .lines()
        .filter(line -> line.contains(" name=" + name + " "))
        .map(line -> Long.parseLong(line.substring("id=".length(), line.indexOf(' '))))
        .toList();
  }

  @Override
  public void close() {
    connection.close();
  }

  @Override
  public String toString() {
    return "node " + node.index() + " (" + node.address() + ")";
  }
}
