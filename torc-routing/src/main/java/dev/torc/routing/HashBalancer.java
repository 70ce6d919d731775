package dev.torc.routing;

import dev.torc.hash.Placement;

/** The endpoint that a hash belongs to, else those that take over its keys, in their order. */
final class HashBalancer implements Balancer {
  private static final int FIRST_CANDIDATES = 4;
  private static final int CANDIDATES_GROWTH = 8;

  private final Placement placement;
  private final RequestHash requestHash;

  /** Turns a hash into the placement's order. */
  private final long flip;

  HashBalancer(Placement placement, RequestHash requestHash, long flip) {
    this.placement = placement;
    this.requestHash = requestHash;
    this.flip = flip;
  }

  @Override
  public long position(Selection selection) {
    return selection.hash() ^ flip;
  }

  @Override
  public int choose(Selection selection) {
    int own = placement.locate(position(selection));
    return own == NONE || selection.isUsable(own) ? own : another(selection);
  }

  private int another(Selection selection) {
    int size = placement.nodes().size();
    int most = FIRST_CANDIDATES;
    while (true) {
      int[] distinct = new int[Math.min(most, size)];
      int found = placement.locate(position(selection), distinct);
      for (int i = 1; i < found; i++) {
        if (selection.isUsable(distinct[i])) {
          return distinct[i];
        }
      }
      if (found < distinct.length || most >= size) {
        return NONE;
      }
      most *= CANDIDATES_GROWTH;
    }
  }

  @Override
  public int peek(Selection selection) {
    return choose(selection);
  }

  @Override
  public RequestHash requestHash() {
    return requestHash;
  }

  @Override
  public Placement placement() {
    return placement;
  }
}
