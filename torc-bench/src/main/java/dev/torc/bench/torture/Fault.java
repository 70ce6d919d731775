package dev.torc.bench.torture;

import dev.torc.testkit.proxy.Rule.Selection;
import java.time.Duration;

/**
 * Something that goes wrong, and heals by itself. Nodes are named by their numbers; what happens to
 * connections may happen to those of {@link #EVERY_NODE}, of each to others.
 */
sealed interface Fault {
  /** In the place of a node's number. */
  int EVERY_NODE = -1;

  /** What it is called in the report. */
  String kind();

  /** {@code kill -9} of the gateway, which starts again with the same state. */
  record KillGateway() implements Fault {
    @Override
    public String kind() {
      return "kill gateway";
    }
  }

  /** The gateway stands still. */
  record StopGateway(Duration lasting) implements Fault {
    @Override
    public String kind() {
      return "stop gateway";
    }
  }

  /** A node stands still. */
  record StopNode(int node, Duration lasting) implements Fault {
    @Override
    public String kind() {
      return "stop node";
    }
  }

  /** {@code kill -9} of a node, which starts again empty: every key may be lost. */
  record KillNode(int node) implements Fault {
    @Override
    public String kind() {
      return "kill node";
    }
  }

  /** A node's connections break. */
  record DropConnections(int node) implements Fault {
    @Override
    public String kind() {
      return "drop connections";
    }
  }

  /** A node's connections break, and cannot be made again for a time. */
  record RefuseConnections(int node, Duration lasting) implements Fault {
    @Override
    public String kind() {
      return "refuse connections";
    }
  }

  /** A node is slow, or only some of the connections to it. */
  record DelayConnections(int node, Selection selection, Duration by, Duration lasting)
      implements Fault {
    @Override
    public String kind() {
      return selection.percent() == 100 ? "slow node" : "slow connections";
    }
  }

  /** What is sent on some open connections of a node arrives late, and all at once. */
  record HoldConnections(int node, Selection selection, Duration lasting) implements Fault {
    @Override
    public String kind() {
      return "late delivery";
    }
  }

  /**
   * What is sent on some open connections of a node is kept back, then they break, and some time
   * later the node gets what was sent on them.
   *
   * @param heldBefore how long before they break
   * @param moment when it is delivered
   */
  record DeliverAfterBreak(int node, Selection selection, Duration heldBefore, Moment moment)
      implements Fault {
    @Override
    public String kind() {
      return "late delivery after break";
    }
  }

  /**
   * What is sent on some open connections is kept back, then the gateway is killed and starts
   * again, and some time later the nodes get what the former gateway had sent.
   *
   * @param heldBefore how long before the kill
   * @param moment when it is delivered
   */
  record DeliverAfterKill(Selection selection, Duration heldBefore, Moment moment)
      implements Fault {
    @Override
    public String kind() {
      return "late delivery after kill";
    }
  }

  /** A node has no room for another value. */
  record FillNode(int node, Duration lasting) implements Fault {
    @Override
    public String kind() {
      return "full node";
    }
  }
}
