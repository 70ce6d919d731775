package dev.torc.routing;

import dev.torc.hash.Placement;
import org.jspecify.annotations.Nullable;

/** Chooses among the endpoints of a pool. Safe for use by any number of threads. */
interface Balancer {

  /** No endpoint may be chosen. */
  int NONE = Placement.NO_NODE;

  /** The index of an endpoint that the selection may use, {@link #NONE} if there is none. */
  int choose(Selection selection);

  /** Whether {@link #choose} has counted the request in. */
  default boolean countsIn() {
    return false;
  }

  /** What the hash of a request is, null if it does not matter. */
  default @Nullable RequestHash requestHash() {
    return null;
  }

  /** Where keys lie, null if the policy does not hash. */
  default @Nullable Placement placement() {
    return null;
  }

  /** The hash of a selection as the placement takes it. */
  default long position(Selection selection) {
    return selection.hash();
  }

  /** What {@link #choose} would say now, but for the bound on loads, without any effect. */
  int peek(Selection selection);
}
