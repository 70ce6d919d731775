package dev.torc.bench;

import dev.torc.hash.Jump;
import dev.torc.hash.Maglev;
import dev.torc.hash.Node;
import dev.torc.hash.Placement;
import dev.torc.hash.Rendezvous;
import dev.torc.hash.Ring;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Torc's own placements, through the interface that users call. */
final class TorcContender implements Contender {
  /** Entries of a Maglev table for each node: shares within about a hundredth. */
  private static final int ENTRIES_PER_NODE = 100;

  private final Placement placement;
  private final Function<Node, Placement> adder;

  private TorcContender(Placement placement, Function<Node, Placement> adder) {
    this.placement = placement;
    this.adder = adder;
  }

  static Contender ring(List<String> names) {
    Ring ring = Ring.of(nodes(names));
    return new TorcContender(ring, ring::add);
  }

  static Contender maglev(List<String> names) {
    Maglev maglev = Maglev.of(nodes(names), tableSize(names.size()));
    return new TorcContender(maglev, maglev::add);
  }

  static Contender jump(List<String> names) {
    Jump jump = Jump.of(nodes(names));
    return new TorcContender(jump, jump::add);
  }

  static Contender rendezvous(List<String> names) {
    Rendezvous rendezvous = Rendezvous.of(nodes(names));
    return new TorcContender(rendezvous, rendezvous::add);
  }

  private static List<Node> nodes(List<String> names) {
    return names.stream().map(Node::of).toList();
  }

  private static int tableSize(int nodes) {
    long wanted =
        BigInteger.valueOf((long) ENTRIES_PER_NODE * nodes).nextProbablePrime().longValue();
    return (int) Math.min(wanted, Maglev.MAX_TABLE_SIZE);
  }

  @Override
  public int locate(long hash) {
    return placement.locate(hash);
  }

  @Override
  public Object locate(String key) {
    return Objects.requireNonNull(placement.locate(key));
  }

  @Override
  public int index(Object node) {
    return placement.nodes().indexOf(node);
  }

  @Override
  public Contender add(String name) {
    Placement larger = adder.apply(Node.of(name));
    return new TorcContender(larger, adder);
  }
}
