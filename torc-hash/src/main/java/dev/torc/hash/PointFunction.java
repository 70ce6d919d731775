package dev.torc.hash;

/** The points of one node. */
@FunctionalInterface
interface PointFunction {

  /** The first points of a node, as hashes on the circle of 64 bits, in any order. */
  long[] points(Node node, int count);
}
