package dev.torc.cache.resharding;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.InternalKeys;
import dev.torc.cache.internal.Reply;
import dev.torc.config.Facts;
import dev.torc.config.HostPort;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * Lets servers in as nodes. The first that is met is the node. Later a server with another {@code
 * run_id} was started anew, and may hold values of any age: it is emptied before it gets an
 * operation, unless such servers are trusted.
 *
 * <p>{@link #met} may be called by any thread; the rest is done by the one that runs it.
 */
final class Incarnations implements Runnable {
  private static final System.Logger LOG = System.getLogger(Incarnations.class.getName());
  private static final Command EMPTY = Command.of("FLUSHDB", "ASYNC");

  /** From one attempt to the next while the state cannot be kept. */
  private static final long RETRY_NANOS = MILLISECONDS.toNanos(200);

  private final Journal journal;
  private final Links links;
  private final boolean trusted;
  private final Predicate<HostPort> emptiable;

  /** Servers that wait, by the index of the node that they are met as. */
  private final Map<Integer, Stranger> waiting = new ConcurrentHashMap<>();

  private final Semaphore work = new Semaphore(0);

  /** A server, and where it was met: the node may have another address by now. */
  private record Stranger(HostPort address, String runId) {}

  /**
   * Servers are let in once it runs.
   *
   * @param links each of which has ended the former ones: a late order to empty a node would take
   *     what was written since
   * @param trusted whether a server that was started anew has what was acknowledged
   * @param emptiable whether a server at an address may be emptied
   */
  Incarnations(Journal journal, Links links, boolean trusted, Predicate<HostPort> emptiable) {
    this.journal = journal;
    this.links = links;
    this.trusted = trusted;
    this.emptiable = emptiable;
  }

  /** A server answers at a node's address that is not known to be the node. Does not block. */
  void met(int index, HostPort address, String runId) {
    meet(index, new Stranger(address, runId));
  }

  private void meet(int index, Stranger stranger) {
    if (!stranger.equals(waiting.put(index, stranger))) {
      work.release();
    }
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        work.acquire();
        for (Map.Entry<Integer, Stranger> entry : Map.copyOf(waiting).entrySet()) {
          // First: who meets it again meanwhile is not overheard.
          waiting.remove(entry.getKey(), entry.getValue());
          letIn(entry.getKey(), entry.getValue());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      links.close();
    }
  }

  /** If it cannot be done now, the server is met again when operations' connections are retried. */
  private void letIn(int index, Stranger stranger) throws InterruptedException {
    Member node = journal.state().member(index);
    String runId = stranger.runId();
    if (node == null
        || !node.address().equals(stranger.address())
        || runId.equals(node.incarnation())) {
      return;
    }
    try {
      if (node.incarnation() != null && !trusted && !isEmptied(node, runId)) {
        return;
      }
      ClusterState after = journal.update(state -> state.admitted(node, runId));
      Member now = after.member(index);
      if (now != null && runId.equals(now.incarnation())) {
        tell(node, runId);
      }
    } catch (NodeUnavailableException | MoveFailedException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "node is not let in yet: {0}",
          Facts.of("node", index).and("reason", String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a server cannot be let in", e);
      journal.await(() -> false, RETRY_NANOS);
      meet(index, stranger);
    } finally {
      links.reset();
    }
  }

  private boolean isEmptied(Member node, String runId) {
    if (emptiable.test(node.address())) {
      return isEmptied(links.to(node), runId);
    }
    LOG.log(
        System.Logger.Level.DEBUG,
        "node {0}: the server at {1} is another, and may not be emptied",
        node.index(),
        node.address());
    return false;
  }

  /**
   * Empties a server, once in its life: another gateway may have done so, and written since.
   *
   * @return whether it is empty of what it had before; if not, it is another server by now
   */
  private static boolean isEmptied(NodeLink link, String runId) {
    byte[] mark = InternalKeys.emptiedFor();
    if (!link.runId().equals(runId)) {
      return false;
    }
    link.call(Command.of(Session.word("WATCH"), mark));
    if (link.call(Command.of(Session.word("GET"), mark)) instanceof Reply.Bulk known
        && known.bytes() != null
        && known.text().equals(runId)) {
      return true;
    }
    Reply reply =
        link.call(
            Command.atomically(EMPTY, Command.of(Session.word("SET"), mark, Session.word(runId))));
    if (!(reply instanceof Reply.Array array) || array.elements() == null) {
      throw new NodeUnavailableException(link + ": somebody else empties it");
    }
    array.elements().forEach(link::checked);
    return true;
  }

  private void tell(Member node, String runId) {
    Facts facts =
        Facts.of("node", node.index()).and("address", node.address()).and("server", runId);
    if (node.incarnation() == null) {
      LOG.log(System.Logger.Level.DEBUG, "node is known: {0}", facts);
    } else {
      LOG.log(
          System.Logger.Level.WARNING,
          "node was started anew: {0}",
          facts.and("emptied", !trusted));
    }
  }
}
