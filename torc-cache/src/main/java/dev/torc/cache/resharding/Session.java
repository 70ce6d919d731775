package dev.torc.cache.resharding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.torc.cache.ReshardingSettings;
import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Event;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Topology;
import dev.torc.cache.coordination.Way;
import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.InternalKeys;
import dev.torc.cache.internal.Reply;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * What the steps of a change share: the nodes, the internal keys and the state. For one attempt of
 * one thread: after a failure there is another one, with other links.
 *
 * @param journal the state
 * @param way of the moves that are made
 * @param links to the nodes
 * @param keys of the change
 * @param settings how changes are made
 * @param nanoTime the clock
 */
record Session(
    Journal journal,
    Way way,
    Links links,
    InternalKeys keys,
    ReshardingSettings settings,
    LongSupplier nanoTime) {

  /** What a set of written keys holds beside them, as long as nobody has emptied it: no key is. */
  static final byte[] SENTINEL = "__torc:sentinel:".getBytes(US_ASCII);

  static Session of(
      Change change,
      long term,
      Journal journal,
      Links links,
      ReshardingSettings settings,
      LongSupplier nanoTime) {
    InternalKeys keys = new InternalKeys(journal.state().cluster(), change.id());
    Way way = new Way(term, change.id(), change.status() == Change.Status.REVERTING);
    return new Session(journal, way, links, keys, settings, nanoTime);
  }

  /** Tells what has happened to moves. */
  ClusterState tell(Collection<Pair> moves, Event event) {
    return journal.tell(way, moves, event);
  }

  /** Tells what has happened to a move. */
  ClusterState tell(Pair move, Event event) {
    return journal.tell(way, move, event);
  }

  Topology topology() {
    return Topology.of(journal.state());
  }

  NodeLink link(int index) {
    ClusterState state = journal.state();
    Member node = state.member(index);
    if (node == null) {
      throw new MoveFailedException("node " + index + " is not there any more");
    }
    return links.to(node);
  }

  /** The member that a set of written keys has from its beginning, in this life of its server. */
  static byte[] sentinel(String runId) {
    return (new String(SENTINEL, US_ASCII) + runId).getBytes(US_ASCII);
  }

  /**
   * Asks whether the record of a move's writes is whole; fails with {@link MoveFailedException} if
   * it is not, or the source is in another life.
   */
  CompletableFuture<Void> askWritten(Pair move, NodeLink source, String runId) {
    Command member = Command.of(word("SISMEMBER"), keys.written(move), sentinel(runId));
    return source
        .askRunId()
        .thenAcceptBoth(
            source.send(member),
            (now, reply) -> {
              boolean isIn = source.checked(reply) instanceof Reply.Int found && found.value() == 1;
              if (!isIn || !now.equals(runId)) {
                throw recordIsGone(source);
              }
            });
  }

  /**
   * Asks whether a destination is still the server that the copies went to; fails with {@link
   * MoveFailedException} if it is not.
   */
  CompletableFuture<Void> askLanding(NodeLink destination) {
    return destination
        .askRunId()
        .thenAcceptBoth(
            destination.send(Command.of(word("GET"), keys.landing())),
            (runId, landed) -> {
              if (!(destination.checked(landed) instanceof Reply.Bulk bulk)
                  || !bulk.text().equals(runId)) {
                throw new MoveFailedException(
                    destination
                        + " has lost what was copied (it was started anew, flushed, or has"
                        + " evicted)");
              }
            });
  }

  private static MoveFailedException recordIsGone(NodeLink source) {
    return new MoveFailedException(
        source
            + ": the record of writes is gone (the node was started anew, flushed, or has evicted"
            + " it)");
  }

  /** Puts the record of a move's writes aside and begins another, if it is whole at that time. */
  void beginRound(Pair move, NodeLink source, String runId) {
    byte[] written = keys.written(move);
    Reply reply =
        source.call(
            Command.atomically(
                Command.of(word("SISMEMBER"), written, sentinel(runId)),
                Command.of(word("RENAME"), written, keys.round(move)),
                Command.of(word("SADD"), written, sentinel(runId))));
    List<Reply> elements = reply instanceof Reply.Array array ? array.elements() : null;
    if (elements == null || elements.isEmpty() || !elements.get(0).equals(new Reply.Int(1))) {
      throw recordIsGone(source);
    }
    elements.forEach(source::checked);
  }

  /** Checks that a destination is still the server that the copies went to. */
  void checkLanding(NodeLink destination) {
    NodeLink.await(askLanding(destination));
  }

  static byte[] word(String text) {
    return text.getBytes(US_ASCII);
  }

  /** Deletes internal keys. */
  static void delete(NodeLink node, List<byte[]> internal) {
    node.call(Sweep.unlink(internal));
  }
}
