package dev.torc.cache.resharding;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Topology;
import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is looked at before anything is changed: whether the nodes are there, whether one takes what
 * another dumps, and whether there is room.
 */
final class Preflight {
  private final Session session;
  private final Change change;
  private final Map<Integer, NodeFacts> facts = new HashMap<>();
  private double expectedKeys;

  Preflight(Session session, Change change) {
    this.session = session;
    this.change = change;
  }

  /**
   * Looks.
   *
   * @return about how many keys will be copied
   * @throws MoveFailedException if the change cannot be made
   */
  long run() {
    ClusterState state = session.journal().state();
    Topology topology = session.topology();
    double[] shares = topology.shares();
    for (Move move : change.moves()) {
      for (int index : List.of(move.from(), move.to())) {
        if (!(move.lost() && index == move.from()) && !facts.containsKey(index)) {
          int slot = topology.members().indexOf(state.member(index));
          facts.put(index, NodeFacts.ask(session.link(index), shares[slot]));
        }
      }
    }
    for (Move move : change.moves()) {
      if (!move.lost()) {
        checkDump(move);
        checkRoom(move);
      }
    }
    return Math.round(expectedKeys);
  }

  private NodeFacts factsOf(int index) {
    NodeFacts known = facts.get(index);
    if (known == null) {
      throw new IllegalStateException("node " + index + " was not looked at");
    }
    return known;
  }

  private void checkDump(Move move) {
    if (factsOf(move.from()).isLike(factsOf(move.to()))) {
      return;
    }
    NodeLink source = session.link(move.from());
    NodeLink destination = session.link(move.to());
    byte[] probe = session.keys().probe();
    source.call(Command.of(Session.word("SET"), probe, Session.word("probe")));
    try {
      if (source.call(Command.of(Session.word("DUMP"), probe)) instanceof Reply.Bulk dump
          && dump.bytes() != null) {
        destination.call(
            Command.of(
                Session.word("RESTORE"),
                probe,
                Session.word("0"),
                dump.bytes(),
                Session.word("REPLACE")));
      }
      Session.delete(destination, List.of(probe));
    } catch (MoveFailedException e) {
      throw new MoveFailedException(
          destination
              + " of version "
              + factsOf(move.to()).version()
              + " does not take what "
              + source
              + " of version "
              + factsOf(move.from()).version()
              + " dumps: "
              + e.getMessage());
    } finally {
      Session.delete(source, List.of(probe));
    }
  }

  private void checkRoom(Move move) {
    NodeFacts from = factsOf(move.from());
    NodeFacts to = factsOf(move.to());
    expectedKeys += from.keysIn(move.share());
    from.give(move.share(), to);
    String lack = to.lackOfRoom();
    if (lack != null && !change.request().force()) {
      throw new MoveFailedException(lack);
    }
  }
}
