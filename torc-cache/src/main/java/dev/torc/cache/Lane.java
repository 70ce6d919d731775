package dev.torc.cache;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Phase;
import dev.torc.cache.coordination.Route;
import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.ConnectionSettings;
import dev.torc.cache.internal.InternalKeys;
import dev.torc.cache.internal.RedisConnection;
import dev.torc.cache.internal.Reply;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * An event loop with a connection to each node. An operation is routed and sent in one turn of the
 * loop: when another topology has been adopted, everything that was sent by the former one is on
 * the connections already, before whatever comes now.
 *
 * <p>All methods but {@link #execute} run on the event loop.
 */
final class Lane {
  private static final Command CLIENT_ID = Command.of("CLIENT", "ID");

  /** How much later writes come that outrun the copy. */
  private static final long SLOWED_MILLIS = 2;

  /** Holds are far shorter: only if whoever ends them is gone, operations end by themselves. */
  private static final int HOLDS_UNTIL_GIVEN_UP = 10;

  private final EventLoop loop;
  private ConnectionSettings settings;
  private final long maxHeldNanos;
  private final BiConsumer<Pair, String> untracked;
  private final FullNodes fullNodes;
  private final CacheRecorder recorder;
  private final Map<Pair, Queue<KeyOperation<?>>> held = new HashMap<>();
  private int heldOperations;

  /** Writes to be recorded that have come in this turn. */
  private final Map<Pair, TrackedWrites> gathered = new HashMap<>();

  private View view;

  private final LaneConnections connections;

  /**
   * Opens the connections.
   *
   * @param untracked is told of moves of which a write could not be recorded
   * @param strangers is told of servers that are not known to be the node they are taken for
   * @param fullNodes makes room where a write found none
   * @param recorder is told what it costs that keys move
   */
  Lane(
      EventLoop loop,
      View view,
      ConnectionSettings settings,
      ReshardingSettings resharding,
      BiConsumer<Pair, String> untracked,
      BiConsumer<CacheNode, String> strangers,
      FullNodes fullNodes,
      CacheRecorder recorder) {
    this.loop = loop;
    this.view = view;
    this.settings = settings;
    this.maxHeldNanos =
        HOLDS_UNTIL_GIVEN_UP
            * Math.max(resharding.holdLimit().toNanos(), settings.commandTimeout().toNanos());
    this.untracked = untracked;
    this.fullNodes = fullNodes;
    this.recorder = recorder;
    this.connections = new LaneConnections(loop, settings, view, strangers);
    connections.adopt(view);
  }

  boolean isCurrent(Thread thread) {
    return loop.inEventLoop(thread);
  }

  /** Runs a task on the event loop: at once if that is the current thread. */
  void execute(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  /** Sends operations by another topology from now on; also those that were held back. */
  void adopt(View next) {
    List.copyOf(gathered.values()).forEach(this::send);
    view = next;
    connections.adopt(next);
    List<Pair> released = new ArrayList<>();
    held.keySet().stream().filter(pair -> !next.isHeld(pair)).forEach(released::add);
    for (Pair pair : released) {
      Queue<KeyOperation<?>> operations = held.remove(pair);
      if (operations != null) {
        released(operations.size());
        operations.forEach(this::dispatch);
      }
    }
  }

  /** Sends nothing to these nodes from now on, and to all others again. */
  void down(Set<Integer> nodes) {
    connections.down(nodes);
  }

  /** Has other limits from now on, also on the connections that are open. */
  void limit(ConnectionSettings next) {
    settings = next;
    connections.limit(next);
  }

  /** Ends the connection to a node; what has no reply yet fails. */
  void disconnect(int index) {
    sendGathered(index);
    connections.close(index);
  }

  /** The same; completes when nothing that the node says is heard any more. */
  CompletableFuture<Void> disconnected(int index) {
    disconnect(index);
    CompletableFuture<Void> done = new CompletableFuture<>();
    // Behind the end of the connection, which is a task of this loop too.
    loop.execute(() -> done.complete(null));
    return done;
  }

  /** Sends an operation, or holds it back. */
  void dispatch(KeyOperation<?> operation) {
    Route route = view.topology().route(operation.hash());
    switch (route.phase()) {
      case DIRECT, MOVED -> sendPlain(operation, route);
      case TRACKED -> sendTracked(operation, route);
      case SLOWED -> {
        if (operation.isWrite()) {
          loop.schedule(() -> dispatchSlowed(operation), SLOWED_MILLIS, MILLISECONDS);
        } else {
          sendPlain(operation, route);
        }
      }
      case HELD -> hold(operation, route);
    }
  }

  private void dispatchSlowed(KeyOperation<?> operation) {
    Route route = view.topology().route(operation.hash());
    if (route.phase() == Phase.SLOWED) {
      sendTracked(operation, route);
    } else {
      dispatch(operation);
    }
  }

  private void sendPlain(KeyOperation<?> operation, Route route) {
    CacheNode node = view.node(route.node().index());
    sendGathered(node.index());
    long epoch = view.epoch().number();
    RedisConnection connection = connections.to(node.index());
    if (connection == null) {
      operation.failed(
          new CacheException(CacheException.Kind.UNAVAILABLE, node, epoch, "down", null));
      return;
    }
    connection
        .send(operation.plain())
        .whenComplete((reply, error) -> {
          if (error == null) {
            answered(operation, reply, node, epoch);
          } else {
            operation.failed(error, node, epoch);
          }
        });
  }

  /** Ends an operation, unless it found its node full and room is made for it. */
  private void answered(KeyOperation<?> operation, Reply reply, CacheNode node, long epoch) {
    if (!operation.isRefusedForMemory(reply)) {
      operation.answered(reply, node, epoch);
      return;
    }
    fullNodes
        .full(node, operation.bytes(), operation.waitedForRoomNanos())
        .whenComplete((room, error) ->
            execute(() -> {
              if (error == null && room) {
                dispatch(operation);
              } else {
                operation.answered(reply, node, epoch);
              }
            }));
  }

  /** Adds a write to those that leave together at the end of this turn of the event loop. */
  private void sendTracked(KeyOperation<?> operation, Route route) {
    Pair move = route.pair();
    InternalKeys keys = view.records();
    if (!operation.isWrite() || move == null || keys == null) {
      sendPlain(operation, route);
      return;
    }
    TrackedWrites writes = gathered.get(move);
    if (writes == null) {
      TrackedWrites first = new TrackedWrites(route, move, keys.written(move));
      gathered.put(move, first);
      loop.execute(() -> send(first));
      writes = first;
    }
    if (writes.add(operation)) {
      send(writes);
    }
  }

  private void send(TrackedWrites writes) {
    if (!gathered.remove(writes.move(), writes)) {
      return;
    }
    CacheNode node = view.node(writes.route().node().index());
    long epoch = view.epoch().number();
    RedisConnection connection = connections.to(node.index());
    if (connection == null) {
      writes.operations().forEach(operation -> sendPlain(operation, writes.route()));
      return;
    }
    recorder.tracked(writes.operations().size());
    connection
        .send(writes.command())
        .whenComplete((reply, error) -> {
          if (error == null) {
            answered(writes, reply, node, epoch);
          } else {
            writes.operations().forEach(operation -> operation.failed(error, node, epoch));
          }
        });
  }

  /** Nothing overtakes writes that wait for the end of the turn. */
  private void sendGathered(int node) {
    if (!gathered.isEmpty()) {
      for (TrackedWrites writes : List.copyOf(gathered.values())) {
        if (writes.route().node().index() == node) {
          send(writes);
        }
      }
    }
  }

  private void answered(TrackedWrites writes, Reply reply, CacheNode node, long epoch) {
    List<Reply> replies = TrackedWrites.repliesIn(reply);
    if (replies == null) {
      writes.operations().forEach(operation -> notRun(operation, writes, reply));
      return;
    }
    if (!writes.areComplete(replies)) {
      // Whatever a server makes up: nobody waits for ever, and nothing runs twice.
      untracked.accept(writes.move(), "node " + node.index() + ": unexpected reply: " + reply);
      CacheException failure =
          new CacheException(
              CacheException.Kind.REFUSED, node, epoch, "unexpected reply: " + reply, null);
      writes.operations().forEach(operation -> operation.failed(failure));
      return;
    }
    if (!TrackedWrites.areRecorded(replies)) {
      untracked.accept(writes.move(), "node " + node.index() + " did not record a write: " + reply);
    }
    writes.answered(replies, node, epoch);
  }

  /**
   * Nothing of a transaction has run, because the node is full or refuses the record. The move
   * cannot be committed any more if a write of it runs all the same, without a record.
   */
  private void notRun(KeyOperation<?> operation, TrackedWrites writes, Reply reply) {
    if (operation.isRefusedForMemory(reply)) {
      CacheNode node = view.node(writes.route().node().index());
      answered(operation, reply, node, view.epoch().number());
      return;
    }
    String why = reply instanceof Reply.Failure failure ? failure.text() : String.valueOf(reply);
    untracked.accept(writes.move(), why);
    sendPlain(operation, writes.route());
  }

  private void hold(KeyOperation<?> operation, Route route) {
    Pair move = route.pair();
    if (move == null) {
      throw new IllegalStateException("held without a move: " + route);
    }
    if (heldOperations >= settings.maxPendingCommands()) {
      operation.failed(
          new CacheException(
              CacheException.Kind.OVERLOADED,
              view.node(route.node().index()),
              view.epoch().number(),
              heldOperations + " operations are held back already",
              null));
      return;
    }
    Queue<KeyOperation<?>> queue = held.get(move);
    if (queue == null) {
      queue = new ArrayDeque<>();
      held.put(move, queue);
      Queue<KeyOperation<?>> watched = queue;
      loop.schedule(() -> giveUp(move, watched), maxHeldNanos, NANOSECONDS);
    }
    queue.add(operation);
    heldOperations++;
    recorder.heldBack();
  }

  private void released(int operations) {
    heldOperations -= operations;
    recorder.released(operations);
  }

  private void giveUp(Pair move, Queue<KeyOperation<?>> queue) {
    if (held.remove(move, queue)) {
      released(queue.size());
      CacheNode node = view.node(move.from());
      queue.forEach(operation ->
          operation.failed(
              new CacheException(
                  CacheException.Kind.UNAVAILABLE,
                  node,
                  view.epoch().number(),
                  "held back for too long; nothing was sent",
                  null)));
    }
  }

  /** The id that the connection to a node has there, told after all that was sent on it has run. */
  CompletableFuture<Long> mark(int index) {
    sendGathered(index);
    RedisConnection connection = connections.any(index);
    if (connection == null) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("node " + index + ": no connection"));
    }
    return connection
        .send(CLIENT_ID)
        .thenApply(reply -> {
          if (reply instanceof Reply.Int id) {
            return id.value();
          }
          throw new IllegalStateException("CLIENT ID: " + reply);
        });
  }

  void close() {
    List.copyOf(gathered.values()).forEach(this::send);
    connections.close();
    List.copyOf(held.entrySet()).forEach(entry -> giveUp(entry.getKey(), entry.getValue()));
  }
}
