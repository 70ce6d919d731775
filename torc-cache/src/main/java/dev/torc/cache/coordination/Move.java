package dev.torc.cache.coordination;

import dev.torc.config.Default;

/**
 * A set of arcs that go from one node to another.
 *
 * @param from the source's index
 * @param to the destination's
 * @param share of the ring, 0 to 1
 * @param lost whether the source is given up, so that nothing is copied
 * @param step how far it has come
 * @param progress what it took
 */
public record Move(
    int from,
    int to,
    double share,
    @Default("false") boolean lost,
    Step step,
    @Default("{}") Progress progress) {

  /** Source and destination. */
  public Pair pair() {
    return new Pair(from, to);
  }

  /** The same at another step. */
  public Move at(Step next) {
    return new Move(from, to, share, lost, next, progress);
  }

  /** The same with other figures. */
  public Move with(Progress figures) {
    return new Move(from, to, share, lost, step, figures);
  }

  /**
   * What a move took.
   *
   * @param keys copied, each time it was
   * @param bytes of them, as they went to the destination
   * @param moved distinct keys that left the source
   * @param rounds of copying what was written meanwhile
   * @param holds tried
   * @param heldNanos how long the longest hold was
   */
  public record Progress(
      @Default("0") long keys,
      @Default("0") long bytes,
      @Default("0") long moved,
      @Default("0") int rounds,
      @Default("0") int holds,
      @Default("0") long heldNanos) {

    /** Nothing yet. */
    public static final Progress NONE = new Progress(0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Progress plus(Progress other) {
      return new Progress(
          keys + other.keys,
          bytes + other.bytes,
          moved + other.moved,
          rounds + other.rounds,
          holds + other.holds,
          Math.max(heldNanos, other.heldNanos));
    }
  }
}
