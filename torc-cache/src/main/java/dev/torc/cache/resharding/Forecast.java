package dev.torc.cache.resharding;

import dev.torc.cache.Estimate;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Outlook;
import dev.torc.cache.coordination.Pair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reckons what a change moves from what was seen of the nodes: of each the keys of a sample, or
 * their number alone, or nothing. No I/O; not thread-safe.
 */
final class Forecast {
  private final Outlook outlook;

  /** By owner before and after, who may be the same. */
  private final Map<Pair, Amount> amounts = new HashMap<>();

  private final double[] shares;
  private double keysSeen;
  private double shareSeen;
  private boolean exact;

  /** Keys, and their bytes where they move. */
  private record Amount(double keys, double bytes) {
    Amount plus(Amount other) {
      return new Amount(keys + other.keys, bytes + other.bytes);
    }
  }

  Forecast(Outlook outlook) {
    this.outlook = outlook;
    this.shares = outlook.begun().shares();
    // Until it begins keys move, and are written.
    this.exact = !outlook.waits();
  }

  /** A node was sampled; {@code stored} are all of its keys. */
  void sampled(double share, long stored, KeySample sample) {
    double scale = sample.isComplete() || sample.seen() == 0 ? 1 : (double) stored / sample.seen();
    double length = sample.dumped() == 0 ? 0 : (double) sample.bytes() / sample.dumped();
    exact &= sample.isComplete();
    shareSeen += share;
    sample
        .owners()
        .forEach((pair, count) -> {
          double keys = count * scale;
          add(pair, new Amount(keys, pair.from() == pair.to() ? 0 : keys * length));
          keysSeen += keys;
        });
  }

  /** A node of which nothing moves was counted. */
  void counted(int node, double share, long stored) {
    add(new Pair(node, node), new Amount(stored, 0));
    keysSeen += stored;
    shareSeen += share;
  }

  /** Nodes could not be asked: they have as many keys for their share as all others together. */
  void unknown(List<Integer> nodes) {
    if (nodes.isEmpty()) {
      return;
    }
    exact = false;
    double keysOfRing = shareSeen == 0 ? 0 : keysSeen / shareSeen;
    double length = lengthOfMoving();
    for (int node : nodes) {
      double staying = shareBefore(node);
      for (Move move : outlook.moves()) {
        if (move.from() == node) {
          double keys = move.share() * keysOfRing;
          add(move.pair(), new Amount(keys, keys * length));
          staying -= move.share();
        }
      }
      add(new Pair(node, node), new Amount(Math.max(0, staying) * keysOfRing, 0));
    }
  }

  private double lengthOfMoving() {
    Amount moving =
        amounts.entrySet().stream()
            .filter(entry -> entry.getKey().from() != entry.getKey().to())
            .map(Map.Entry::getValue)
            .reduce(new Amount(0, 0), Amount::plus);
    return moving.keys == 0 ? 0 : moving.bytes / moving.keys;
  }

  private void add(Pair pair, Amount amount) {
    amounts.merge(pair, amount, Amount::plus);
  }

  /** Whether every key was looked at. */
  boolean isExact() {
    return exact;
  }

  /** The part of the ring that a node owns before. */
  double shareBefore(int node) {
    List<Member> members = outlook.begun().members();
    for (int slot = 0; slot < shares.length; slot++) {
      if (members.get(slot).index() == node) {
        return shares[slot];
      }
    }
    return 0;
  }

  /** What goes from node to node. */
  List<Estimate.Flow> flows() {
    return outlook.moves().stream()
        .map(move ->
            new Estimate.Flow(
                move.from(),
                move.to(),
                move.share(),
                move.lost(),
                keys(move.pair()),
                move.lost() ? 0 : Math.round(amount(move.pair()).bytes)))
        .toList();
  }

  private Amount amount(Pair pair) {
    return amounts.getOrDefault(pair, new Amount(0, 0));
  }

  /** Rounded once, so that all numbers add up. */
  private long keys(Pair pair) {
    return Math.round(amount(pair).keys);
  }

  /**
   * A node before and after.
   *
   * @param started whether it has an address
   */
  Estimate.NodeFigures figures(Member node, boolean started) {
    int index = node.index();
    double share = shareBefore(index);
    double after = share;
    long keys = keys(new Pair(index, index));
    long keysAfter = keys;
    boolean gives = false;
    for (Move move : outlook.moves()) {
      if (move.from() == index) {
        after -= move.share();
        keys += keys(move.pair());
        gives = true;
      } else if (move.to() == index) {
        after += move.share();
        keysAfter += move.lost() ? 0 : keys(move.pair());
      }
    }
    // What is left of the subtraction of all that it has is no share.
    return new Estimate.NodeFigures(
        index,
        node.name(),
        started ? node.address().toString() : null,
        share,
        gives && after < 1e-12 ? 0 : after,
        keys,
        keysAfter);
  }
}
