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
  private static final int OLDEST_MAJOR = 5;

  /**
   * Memory beyond the keys themselves: tables grow by doubling, and copies come before deletions.
   */
  private static final double RESERVE = 1.1;

  private final Session session;
  private final Change change;
  private final Map<Integer, Facts> facts = new HashMap<>();
  private double expectedKeys;

  /** What is known of a node; bytes and keys shrink and grow as the moves are made in thought. */
  private static final class Facts {
    final String version;
    final double bytesPerShare;
    final double keysPerShare;
    final double maxMemory;
    double usedMemory;

    Facts(Map<String, String> info, long keys, double share) {
      version = info.getOrDefault("redis_version", "0");
      maxMemory = number(info, "maxmemory");
      usedMemory = number(info, "used_memory");
      bytesPerShare = share == 0 ? 0 : number(info, "used_memory_dataset") / share;
      keysPerShare = share == 0 ? 0 : keys / share;
    }

    private static double number(Map<String, String> info, String name) {
      return Double.parseDouble(info.getOrDefault(name, "0"));
    }
  }

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
          facts.put(index, look(index, shares[slot]));
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

  private Facts look(int index, double share) {
    NodeLink node = session.link(index);
    node.checkEnding();
    Facts found = new Facts(node.info(), node.count(Command.of("DBSIZE")), share);
    int major = Integer.parseInt(found.version.substring(0, found.version.indexOf('.')));
    if (major < OLDEST_MAJOR) {
      throw new MoveFailedException(
          node + ": version " + found.version + " (expected: " + OLDEST_MAJOR + ".0 or newer)");
    }
    return found;
  }

  private Facts factsOf(int index) {
    Facts known = facts.get(index);
    if (known == null) {
      throw new IllegalStateException("node " + index + " was not looked at");
    }
    return known;
  }

  private void checkDump(Move move) {
    if (factsOf(move.from()).version.equals(factsOf(move.to()).version)) {
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
              + factsOf(move.to()).version
              + " does not take what "
              + source
              + " of version "
              + factsOf(move.from()).version
              + " dumps: "
              + e.getMessage());
    } finally {
      Session.delete(source, List.of(probe));
    }
  }

  private void checkRoom(Move move) {
    Facts from = factsOf(move.from());
    Facts to = factsOf(move.to());
    double bytes = from.bytesPerShare * move.share();
    expectedKeys += from.keysPerShare * move.share();
    to.usedMemory += bytes * RESERVE;
    from.usedMemory -= bytes;
    if (to.maxMemory > 0 && to.usedMemory > to.maxMemory && !change.request().force()) {
      throw new MoveFailedException(
          session.link(move.to())
              + " would hold about "
              + Math.round(to.usedMemory)
              + " bytes (expected: at most its maxmemory, "
              + Math.round(to.maxMemory)
              + "; force the change to make it all the same)");
    }
  }
}
