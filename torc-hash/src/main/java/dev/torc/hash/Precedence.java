package dev.torc.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Which node owns a point that several nodes have. */
enum Precedence {
  /** The one whose name is smaller, whatever order the nodes were given in. */
  SMALLER_NAME {
    @Override
    List<Node> ranked(Collection<Node> given) {
      List<Node> sorted = new ArrayList<>(given);
      sorted.sort(Node.BY_NAME);
      return sorted;
    }

    @Override
    int rankOfNew(List<Node> ranked, Node node) {
      return -Collections.binarySearch(ranked, node, Node.BY_NAME) - 1;
    }
  },

  /** The one whose name is shorter, in UTF-8, or smaller if both are as long. */
  SHORTER_NAME {
    @Override
    List<Node> ranked(Collection<Node> given) {
      List<Node> sorted = new ArrayList<>(given);
      sorted.sort(BY_LENGTH);
      return sorted;
    }

    @Override
    int rankOfNew(List<Node> ranked, Node node) {
      return -Collections.binarySearch(ranked, node, BY_LENGTH) - 1;
    }
  },

  /** The one that was given first. */
  FIRST_GIVEN {
    @Override
    List<Node> ranked(Collection<Node> given) {
      return new ArrayList<>(given);
    }

    @Override
    int rankOfNew(List<Node> ranked, Node node) {
      return ranked.size();
    }
  },

  /** The one that was given last: what comes of putting points into a map. */
  LAST_GIVEN {
    @Override
    List<Node> ranked(Collection<Node> given) {
      List<Node> reversed = new ArrayList<>(given);
      Collections.reverse(reversed);
      return reversed;
    }

    @Override
    int rankOfNew(List<Node> ranked, Node node) {
      return 0;
    }
  };

  private static final Comparator<Node> BY_LENGTH =
      Comparator.<Node>comparingInt(node -> node.name().getBytes(UTF_8).length)
          .thenComparing(Node.BY_NAME);

  /** The nodes, those that win first. */
  abstract List<Node> ranked(Collection<Node> given);

  /** Where a node goes that is added after the others were given. */
  abstract int rankOfNew(List<Node> ranked, Node node);
}
