package dev.torc.gateway;

import static java.util.Comparator.comparing;

import dev.torc.gateway.NodesConfig.StaticNode;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One way to find nodes. Used by one thread at a time. */
interface NodeLook extends AutoCloseable {

  /**
   * Looks now. Blocks, but not for long: not for a minute, and not if its thread is interrupted.
   */
  Finding look();

  @Override
  void close();

  /**
   * What a look has found.
   *
   * @param nodes the nodes, sorted and each once; {@code null} if there was no answer that counts
   * @param problem what was wrong, in words; {@code null} if nothing was. Beside nodes: some of
   *     them are what was known before
   */
  record Finding(@Nullable List<StaticNode> nodes, @Nullable String problem) {

    /** Nodes in any order, perhaps several times. */
    static Finding of(List<StaticNode> nodes, @Nullable String problem) {
      TreeSet<StaticNode> sorted = new TreeSet<>(comparing(StaticNode::ringName));
      sorted.addAll(nodes);
      return new Finding(List.copyOf(sorted), problem);
    }

    static Finding problem(String problem) {
      return new Finding(null, problem);
    }
  }
}
