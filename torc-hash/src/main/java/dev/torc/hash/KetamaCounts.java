package dev.torc.hash;

import java.util.List;

/**
 * Points of weighted ketama: 160 a node on average, divided by the weights in {@code float}, whose
 * rounding is part of the placement: 25 equal nodes have 156 points each.
 *
 * <p>{@code ketama_update} of twemproxy 0.5.0, {@code update_continuum} of libmemcached 1.1.4,
 * {@code setKetamaNodes} of spymemcached 2.12.3.
 *
 * @param idleNodesCount whether nodes of weight 0 are among those that the average is over: only
 *     spymemcached takes such nodes, and there they are
 */
record KetamaCounts(boolean idleNodesCount) implements PointCounts {
  private static final float POINTS_PER_NODE = 160;

  @Override
  public long[] of(List<Node> nodes) {
    long total = nodes.stream().mapToLong(Node::weight).sum();
    int sharing = (int) nodes.stream().filter(node -> idleNodesCount || node.weight() > 0).count();
    long[] counts = new long[nodes.size()];
    for (int i = 0; i < counts.length; i++) {
      float part = total == 0 ? 0 : (float) nodes.get(i).weight() / (float) total;
      float digests = part * POINTS_PER_NODE / Md5.NUMBERS * sharing;
      // As the programs do, against digests that came out just below a whole number.
      counts[i] = Md5.NUMBERS * (long) Math.floor((float) (digests + 1e-10));
    }
    return counts;
  }
}
