package dev.torc.bench.torture;

import dev.torc.testkit.proxy.Rule.Selection;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The faults of a run, one after another: they follow from the seed alone, and know nothing of the
 * program that they meet. One schedule of each kind runs beside the others. Not thread-safe.
 */
final class FaultSchedule {
  private final Kind kind;
  private final SplittableRandom random;
  private final int nodes;

  /** What goes wrong. */
  enum Kind {
    /** The network is slow. */
    LATENCY,
    /** Connections break, and what is sent on them comes late. */
    CONNECTIONS,
    /** The gateway and the nodes stand still, end, or have no memory. */
    PROCESSES
  }

  /**
   * One fault.
   *
   * @param after how long after the one before has healed
   * @param moment when after that, if it comes soon
   */
  record Planned(Duration after, Moment moment, Fault fault) {}

  /** The faults of a kind, for nodes with numbers below {@code nodes}. */
  FaultSchedule(Kind kind, SplittableRandom random, int nodes) {
    this.kind = kind;
    this.random = random;
    this.nodes = nodes;
  }

  /** The next one. */
  Planned next() {
    return switch (kind) {
      // Begins before a change as often as in it.
      case LATENCY -> new Planned(pause(200, 900), Moment.ANY, latency());
      case CONNECTIONS -> new Planned(pause(100, 900), Moment.drawn(random), connection());
      case PROCESSES -> new Planned(pause(500, 2500), Moment.drawn(random), process());
    };
  }

  /** Now and then longer, so that a change meets no fault too. */
  private Duration pause(int least, int most) {
    Duration pause = millis(least, most);
    return random.nextInt(6) == 0 ? pause.plus(millis(1000, 3000)) : pause;
  }

  /**
   * Short, or a change would take as long as the network is slow: what counts is that writes are
   * under way when it goes on to its next step.
   */
  private Fault latency() {
    Duration lasting = millis(300, 900);
    return switch (random.nextInt(8)) {
      case 0 ->
          new Fault.DelayConnections(
              random.nextInt(nodes), Selection.ALL, millis(20, 200), lasting);
      case 1 -> new Fault.DelayConnections(somewhere(), some(), millis(20, 200), lasting);
      // So late that a busy machine copies in less.
      default -> new Fault.DelayConnections(Fault.EVERY_NODE, some(), millis(200, 600), lasting);
    };
  }

  private Fault connection() {
    int node = random.nextInt(nodes);
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> new Fault.HoldConnections(somewhere(), some(), millis(50, 1800));
      case 3 -> new Fault.DropConnections(node);
      case 4 -> new Fault.RefuseConnections(node, millis(100, 1200));
      default -> new Fault.DeliverAfterBreak(somewhere(), some(), millis(20, 300), delivery());
    };
  }

  /** A change has several sources: what meets every node meets one of them at the wrong time. */
  private int somewhere() {
    return random.nextBoolean() ? Fault.EVERY_NODE : random.nextInt(nodes);
  }

  /** When what is late arrives: best when nobody counts on it any more. */
  private Moment delivery() {
    return switch (random.nextInt(6)) {
      case 0 -> Moment.ANY;
      case 1, 2 -> Moment.COPYING;
      case 3 -> Moment.FLIPPING;
      case 4 -> Moment.CLEANING;
      default -> Moment.QUIET;
    };
  }

  private Fault process() {
    int node = random.nextInt(nodes);
    // A gateway takes seconds to start: not too often, or little else happens.
    return switch (random.nextInt(16)) {
      case 0 -> new Fault.KillGateway();
      case 1, 2, 3 -> new Fault.DeliverAfterKill(some(), millis(20, 300), delivery());
      case 4, 5, 6 -> new Fault.StopGateway(millis(50, 1800));
      case 7, 8, 9, 10, 11 -> new Fault.StopNode(node, millis(50, 1800));
      case 12, 13, 14 -> new Fault.FillNode(node, millis(200, 1500));
      default -> new Fault.KillNode(node);
    };
  }

  /** Connections of which some are met and some overtake them; mostly on the way to the node. */
  private Selection some() {
    int percent = random.nextInt(2) == 0 ? 50 : 25 + 10 * random.nextInt(8);
    boolean bothWays = random.nextInt(4) == 0;
    return new Selection(percent, random.nextLong(), true, bothWays, Integer.MAX_VALUE);
  }

  private Duration millis(int least, int most) {
    return Duration.ofMillis(random.nextInt(least, most));
  }
}
