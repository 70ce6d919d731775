package dev.torc.bench.reshard;

import dev.torc.cli.admin.ChangeRequest;
import dev.torc.cli.admin.ChangeRequest.Addition;
import dev.torc.cli.admin.Membership;
import java.util.Collections;
import java.util.List;

/** The changes that are measured, in their order. */
enum RingChange {
  GROW("3 to 5 nodes") {
    @Override
    ChangeRequest request(Membership now) {
      return ChangeRequest.add(Collections.nCopies(2, new Addition(null, null, null)));
    }
  },
  /** The oldest go. */
  SHRINK("5 to 2 nodes") {
    @Override
    ChangeRequest request(Membership now) {
      List<String> oldest =
          now.nodes().stream().limit(3).map(node -> Integer.toString(node.index())).toList();
      return ChangeRequest.remove(oldest, false);
    }
  },
  REFINE("vnodes 100 to 400") {
    @Override
    ChangeRequest request(Membership now) {
      return ChangeRequest.vnodes(400);
    }
  },
  COARSEN("vnodes 400 to 50") {
    @Override
    ChangeRequest request(Membership now) {
      return ChangeRequest.vnodes(50);
    }
  };

  /** Before the first change. */
  static final int NODES = 3;

  /** Before the first change. */
  static final int VNODES = 100;

  private final String label;

  RingChange(String label) {
    this.label = label;
  }

  /** The name in results. */
  String label() {
    return label;
  }

  /** What is asked of the gateway. */
  abstract ChangeRequest request(Membership now);
}
