package dev.torc.hash;

/**
 * How many points nodes have, and where they lie.
 *
 * @param counts of all nodes
 * @param points of one
 */
record PointLayout(PointCounts counts, PointFunction points) {}
